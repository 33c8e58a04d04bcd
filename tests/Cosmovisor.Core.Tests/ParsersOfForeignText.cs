using Xunit;

namespace Cosmovisor.Tests;

/// <summary>What holds for each of them, whatever a stranger sends.</summary>
public static class ParsersOfForeignText
{
    private const int Rounds = 500;

    private static readonly string[] Heads =
    [
        "", "{", "[", "\"", "UPGRADE \"v2\" NEEDED at height: 5: ", "9:01PM ERR UPGRADE \"v2\" NEEDED at height: 5: {",
        "CONSENSUS FAILURE!!! err=\"UPGRADE ",
        "panic: UPGRADE \\", "{\"message\":\"", "{\"binaries\":{", "{\"name\":\"", "a = ", "a = [", "[rpc]\nladdr = \"",
        "msg=", "{\"result\":{\"response\":{\"value\":\"",
    ];

    // The library that reads TOML makes an object of every sign, and takes a thousand times as long as ours: it gets what begins something
    // in TOML.
    private static readonly string[] TomlHeads = ["", "[", "\"", "'''", "a = ", "a = [", "a = {", "[rpc]\nladdr = \""];

    private static readonly string[] Tokens =
    [
        "{", "}", "\\\"", "\"", "[", "\"\",", "a=b ", "a=\"b ", "\e[", "\e[0m", "\e]", "UPGRADE \\\"", "a = 1\n", "[a]\n",
        "a.", "'", "\"\"\"", "\n", ",", "\\", "\\u0041", "\"a\":1,",
        "x", " ", "\t", "#", ":", "1", "a,b,3\n", "\r\n", "panic: x\n", "UPGRADE \"a\" NEEDED at height: 1: \n",
    ];

    private static readonly string[] Pieces = [
        "\\ud800",
        "\\udc00",
        "\ud800",
        "\0",
        "\e",
        "\u2028",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\",
        "'",
        "=",
        ",",
        ":",
        "\n",
        "\t",
        " ",
        "-1",
        "1e999",
        "9223372036854775808",
        "UPGRADE \"",
        "\" NEEDED at height: "
    ];

    public static TheoryData<string> Names => [.. HostileText.Parsers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public static void NeverThrowOnWhatBrokeOneOnce(string name) =>
        Assert.All(HostileText.Corpus, text => Assert.True(HostileText.Parsers[name](text), text));

    // The seed is fixed: a failure is found again, and its text belongs into the corpus.
    [Theory]
    [MemberData(nameof(Names))]
    public static void NeverThrowOnDamagedText(string name)
    {
        var chance = new Random(20_261_128);
        var texts = HostileText.Corpus;

        for (var round = 0; round < Rounds; round++)
        {
            var text = texts[chance.Next(texts.Count)];

            for (var damage = chance.Next(1, 6); damage > 0; damage--)
            {
                text = Damaged(text, chance, texts);
            }

            var isWhole = false;
            var failure = Record.Exception(() => isWhole = HostileText.Parsers[name](text));
            Assert.True(failure is null, $"{failure?.Message} on {text}");
            Assert.True(isWhole, $"neither a value nor a reason on {text}");
        }
    }

    // Four times the text, four times the work. Sixteen times is what a quadratic step costs; nine leaves room for the collector and the
    // caches.
    [Theory]
    [MemberData(nameof(Names))]
    public static void TakeTimeInProportionToTheirText(string name)
    {
        var parse = HostileText.Parsers[name];
        var slow = (from head in name.EndsWith(".toml", StringComparison.Ordinal)
            ? TomlHeads : Heads
                    from token in Tokens
                    where IsSuperlinear(parse, head, token)
                    select $"{head}{token}…").Take(3).ToList();

        Assert.Empty(slow);
    }

    private static bool IsSuperlinear(Func<string, bool> parse, string head, string token)
    {
        const int Small = 8 * 1024;

        // Most are over in no time, whatever they are. Only one that takes long is measured, and in two steps: the collector's jumps come
        // once.
        _ = Time(parse, head, token, 64); // what the compiler takes is not the parser's
        var first = Time(parse, head, token, Small);
        return first > TimeSpan.FromMilliseconds(0.5) && Time(parse, head, token, 4 * Small) > 9 * first && Enumerable.Range(0, 3).All(_ =>
        {
            var (one, four) = (Time(parse, head, token, Small), Time(parse, head, token, 4 * Small));
            return four > 9 * one && Time(parse, head, token, 16 * Small) > 9 * four;
        });
    }

    private static TimeSpan Time(Func<string, bool> parse, string head, string token, int length)
    {
        var text = head + string.Concat(Enumerable.Repeat(token, length / token.Length));
        var start = HostileText.ThreadTime();
        _ = parse(text);
        return HostileText.ThreadTime() - start;
    }

    private static string Damaged(string text, Random chance, IReadOnlyList<string> texts)
    {
        var (from, to) = (chance.Next(text.Length + 1), chance.Next(text.Length + 1));
        var (start, end) = (Math.Min(from, to), Math.Max(from, to));
        var piece = Pieces[chance.Next(Pieces.Length)];

        return chance.Next(5) switch
        {
            0 => text[..start],
            1 => text.Remove(start, Math.Min(end - start, 8)),
            2 => text.Insert(start, string.Concat(Enumerable.Repeat(piece, chance.Next(1, 5)))),
            3 => text[..end] + text[start..],
            _ => text[..start] + texts[chance.Next(texts.Count)],
        };
    }
}
