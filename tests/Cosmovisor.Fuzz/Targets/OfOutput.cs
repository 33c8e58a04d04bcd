using System.Text;
using Cosmovisor.Detection;
using Cosmovisor.Logging;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>What a node prints, and text of strangers that we print.</summary>
internal static class OfOutput
{
    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("log-line", Line),
        new("output", Output),
        new("foreign-text", Shown),
        new("go-quoted", bytes => Must.Hold(GoQuoted.Unescape(Must.Text(bytes)).Length <= bytes.Length, "it grew")),
    ];

    private static void Line(byte[] bytes)
    {
        Must.Hold(Answer.IsWhole(LogLine.Read(bytes)), "a line that says something of nothing");
        var plain = AnsiColours.Read(Must.Text(bytes));
        Must.Hold(!plain.Text.Contains("\e[0m", StringComparison.Ordinal) || plain.Text.Length < bytes.Length, "a colour is left");
        Must.Hold(plain.Marks.All(mark => mark >= 0 && mark <= plain.Text.Length), "a colour lies outside the line");
    }

    /// <summary>However the pipe cuts the output, it says the same.</summary>
    private static void Output(byte[] bytes)
    {
        var whole = Seen(bytes, bytes.Length);
        var cut = Seen(bytes, 1 + (bytes.Length / 3));
        var small = Seen(bytes, 7);
        Must.Hold(whole.All(Answer.IsWhole), "an observation of nothing");
        Must.Hold(whole.SequenceEqual(cut) && whole.SequenceEqual(small), "what is seen depends on where the pipe cuts");
    }

    private static List<Observation> Seen(byte[] bytes, int size)
    {
        var seen = new List<Observation>();
        var scanner = new OutputScanner(seen.Add, heights: true);

        for (var at = 0; at < bytes.Length; at += size)
        {
            scanner.Scan(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        }

        scanner.End();
        return seen;
    }

    private static void Shown(byte[] bytes)
    {
        var text = Must.Text(bytes);
        var halves = new string([.. bytes.Chunk(2).Select(pair => (char)(pair[0] | (pair.Length > 1 ? pair[1] << 8 : 0)))]);

        foreach (var shown in new[]
            { ForeignText.Printable(text), ForeignText.Printable(halves), SafeText.OneLine(text), SafeText.OneLine(halves) })
        {
            Must.Hold(!shown.Any(SafeText.IsHarmful), $"something a terminal obeys is left in {shown}");
        }

        Must.Hold(ForeignText.Printable(halves).Length <= (160 * 10) + 1, "longer than it may be");
        Must.Hold(Encoding.UTF8.GetByteCount(LinkSecrets.Hide(text)) <= (bytes.Length * 3) + 64, "hiding made it long");
        Must.Hold(LinkSecrets.Hide(LinkSecrets.Hide(text)) == LinkSecrets.Hide(text), "hidden twice is another text");
    }
}
