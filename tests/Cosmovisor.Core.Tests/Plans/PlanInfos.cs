using System.Runtime.InteropServices;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Plans;

public static class PlanInfos
{
    private const string Whole = "{\n  \"binaries\": {\"linux/amd64\": \"https://x/a\"}\n}";

    private static readonly Platform Amd64 = Platform.Linux(Architecture.X64);

    [Theory]
    [InlineData("""{"binaries":{"linux/amd64":"https://x/a","darwin/amd64":"https://x/b"}}""")]
    [InlineData("""  {"other":[1,{"binaries":3}],"binaries":{"linux/amd64":"https://x/a"}}  """)]
    [InlineData("""{"Binaries":{"linux/amd64":"https://x/a"}}""")]
    [InlineData("""{"binaries":{"any":"https://x/a"}}""")]
    [InlineData("""{"binaries":{"any":"https://x/b","linux/amd64":"https://x/a"}}""")]
    [InlineData("""{"binaries":{"linux/amd64":"https:\/\/x\/a"}}""")]
    public static void GiveTheLinkForThisPlatform(string info)
    {
        var binaries = ReadBinaries(info);

        Assert.Empty(binaries.Slips);
        Assert.True(binaries.LinkFor(Amd64).IsOk(out var link, out var reason), reason);
        Assert.Equal("https://x/a", link);
    }

    [Theory]
    [InlineData("""{"binaries":{"linux/amd64":"https://x/a",}}""", "a trailing comma or a comment")]
    [InlineData("""{'binaries':{'linux/amd64':'https://x/a'}}""", "single quotes")]
    [InlineData("{\u201cbinaries\u201d:{\u201clinux/amd64\u201d:\u201chttps://x/a\u201d}}", "typographic quotes")]
    [InlineData("""{\"binaries\":{\"linux/amd64\":\"https://x/a\"}}""", "quotes with a backslash before them")]
    [InlineData("{\"binaries\":{\"linux/amd64\":\"https://\nx/a\"}}", "a line break inside a text")]
    [InlineData("""{"binaries":{" linux/amd64 ":" https://x/a "}}""", "spaces around a platform or a link")]
    [InlineData("{\"binaries\":{\"linux/amd64\u200b\":\"https://x/a\u200b\"}}", "spaces around a platform or a link")]
    [InlineData("{\u00a0\"binaries\":\u2009{\"linux/amd64\":\"https://x/a\"}}", "blanks that JSON does not allow")]
    [InlineData("{\u201ebinaries\u201c:{\u201elinux/amd64\u201d:\u201ehttps://x/a\u201c}}", "typographic quotes")]
    [InlineData("""{\n  "binaries": {\n    "linux/amd64": "https://x/a"\n  }\n}""", "line breaks written as \\n")]
    [InlineData("""{\n  \"binaries\": {\n    \"linux/amd64\": \"https://x/a\"\n  }\n}""", "quotes with a backslash before them")]
    [InlineData("{\n  \\\"binaries\\\":\n{\\\"linux/amd64\\\":\\\"https://x/a\\\"}}", "quotes with a backslash before them")]
    [InlineData("""{&quot;binaries&quot;:{&quot;linux/amd64&quot;:&quot;https://x/a&quot;}}""", "quotes as HTML writes them")]
    [InlineData("```json\n{\"binaries\":{\"linux/amd64\":\"https://x/a\"}}\n```", "a code fence around it")]
    [InlineData(""" "{"binaries":{"linux/amd64":"https://x/a"}}" """, "quotes around the whole")]
    [InlineData(""" "{\"binaries\":{\"linux/amd64\":\"https://x/a\"}}" """, "quotes around the whole")]
    [InlineData(""" "\"{\\\"binaries\\\":{\\\"linux/amd64\\\":\\\"https://x/a\\\"}}\"" """, "quotes around the whole")]
    [InlineData("""'{"binaries":{"linux/amd64":"https://x/a"}}'""", "quotes around the whole")]
    [InlineData("\u201c{\"binaries\":{\"linux/amd64\":\"https://x/a\"}}\u201d", "quotes around the whole")]
    [InlineData("""{"binaries":{"linux/amd64":"https://x/a"}} module=x/upgrade""", "text behind the JSON")]
    [InlineData("{\"binaries\":{\"linux/amd64\":\"https://x/a\"}} \u001b[36mmodule=\u001b[0mx/upgrade", "text behind the JSON")]
    [InlineData("""{"binaries":{"linux/amd64":"https://x/a"}} and that's all: {""", "text behind the JSON")]
    public static void WithASlipAreReadAndTheSlipIsNamed(string info, string slip)
    {
        var binaries = ReadBinaries(info);

        Assert.Equal([slip], binaries.Slips);
        Assert.True(binaries.LinkFor(Amd64).IsOk(out var link, out _));
        Assert.Equal("https://x/a", link);
    }

    [Theory]
    [InlineData(
        """{'binaries':{'linux/amd64':'https://x/a',}} module='x' it's""",
        "single quotes,a trailing comma or a comment,text behind the JSON")]
    [InlineData(
        """ "{'binaries':{'linux/amd64':'https://x/a'}}" module=x/upgrade""", "quotes around the whole,single quotes,text behind the JSON")]
    [InlineData(
        "\ufeff'{\r\n \"binaries\": {\r\n \"linux/amd64\": \"https://x/a\",\r\n } }'\r\n",
        "quotes around the whole,a trailing comma or a comment")]
    public static void WithSeveralSlipsAreReadAndAllAreNamed(string info, string slips)
    {
        var binaries = ReadBinaries(info);

        Assert.Equal(slips.Split(','), binaries.Slips);
        Assert.True(binaries.LinkFor(Amd64).IsOk(out var link, out _));
        Assert.Equal("https://x/a", link);
    }

    [Fact]
    public static void OfSeveralLinesAreRightAsTheyStand() =>
        Assert.Empty(ReadBinaries("{\r\n  \"binaries\": {\n\t\"linux/amd64\": \"https://x/a\"\n  }\n}\n").Slips);

    [Fact]
    public static void RightAsTheyStandAreNeverMended()
    {
        var binaries = ReadBinaries("""{"binaries":{"linux/amd64":"https://x/it's?a=\"b\""}}""");

        Assert.True(binaries.LinkFor(Amd64).IsOk(out var link, out _));
        Assert.Equal("https://x/it's?a=\"b\"", link);
    }

    [Theory]
    [InlineData("https://x/info.json?checksum=sha256:00")]
    [InlineData("\"https://x/info.json?checksum=sha256:00\"")]
    [InlineData("'https://x/info.json?checksum=sha256:00'\n")]
    [InlineData("https://x/info.json?checksum=sha256:00 module=x/upgrade")]
    [InlineData("https://x/info.json?checksum=sha256:00 \u001b[36mmodule=\u001b[0mx/upgrade")]
    [InlineData("https://x/info.json?checksum=sha256:00\u001b[0m")]
    public static void MayBeALinkToTheJson(string info)
    {
        Assert.True(PlanInfo.Parse(info).IsOk(out var read, out var reason), reason);
        Assert.Equal(new PlanInfo.Elsewhere("https://x/info.json?checksum=sha256:00"), read);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("see the forum", "neither JSON with binaries nor a link to it: \"see the forum\"")]
    [InlineData("see https://forum.x/t/1 for \u001b[2Jall\u2028", "\"see https://forum.x/t/1 for \\x1b[2Jall\"")]
    [InlineData("https://forum.x/t/1 has all", "\"https://forum.x/t/1 has all\"")]
    [InlineData("v2.0.0", "neither JSON")]
    [InlineData("{", "not JSON: it ends before its JSON does. It reads \"{\"")]
    [InlineData("{\"binaries\": {", "it ends before its JSON does")]
    [InlineData("{binaries:{}}", "not JSON: 'b' is an invalid start")]
    [InlineData("{\"\\ud800\":{},\"\\udc00\":1}", "no object \"binaries\"")]
    [InlineData("[\"https://x/a\"]", "JSON, but not an object with \"binaries\": \"[\"https://x/a\"]\"")]
    [InlineData("{}", "no object \"binaries\"")]
    [InlineData("""{"binaries":null}""", "no object \"binaries\"")]
    [InlineData("""{"binaries":"https://x/a"}""", "no object \"binaries\"")]
    [InlineData("""{"binaries":{}}""", "is empty")]
    public static void WithoutBinariesAreRefused(string info, string because)
    {
        Assert.False(PlanInfo.Parse(info).IsOk(out _, out var reason));
        Assert.Contains(because, reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreQuotedOnOneLineAndCutWhenTheyAreLong()
    {
        Assert.False(PlanInfo.Parse($"The\u001b]0;x\u0007\n upgrade {new string('x', 5000)}").IsOk(out _, out var reason));
        Assert.Contains("\"The\\x1b]0;x\\x07\\n upgrade xxx", reason, StringComparison.Ordinal);
        Assert.EndsWith("x…\"", reason, StringComparison.Ordinal);
        Assert.InRange(reason.Length, 100, 400);
    }

    [Theory]
    [InlineData("{", true)]
    [InlineData("{\"binaries\": {", true)]
    [InlineData("{\"binaries\":{\"linux/amd64\":\"https://x", true)]
    [InlineData("\"{", true)]
    [InlineData("'{'binaries':{", true)]
    [InlineData("{}", false)]
    [InlineData("{binaries}", false)]
    [InlineData("{\"binaries\":{},}", false)]
    [InlineData("{\"binaries\":{\"linux/amd64\":\"https://x\"}} {", false)]
    [InlineData("https://x/a", false)]
    [InlineData("see the forum", false)]
    [InlineData("", false)]
    public static void MayBeSeenToBeCut(string info, bool isCut) => Assert.Equal(isCut, PlanInfo.IsCut(info));

    [Theory]
    [InlineData("{", Whole, Whole)]
    [InlineData("", Whole, Whole)]
    [InlineData(Whole, "", Whole)]
    [InlineData(Whole, "  ", Whole)]
    [InlineData(Whole, "{", Whole)]
    [InlineData(Whole + " module=x", Whole, Whole)]
    [InlineData(Whole, "see the forum", Whole)]
    [InlineData("https://x/a", Whole, Whole)]
    [InlineData("", "", "")]
    [InlineData("see the forum", "", "see the forum")]
    public static void InTwoCopiesAreTakenFromTheOneThatCanBeReadAndRatherFromTheFile(string fromLog, string fromFile, string better) =>
        Assert.Equal(better, BestInfo.Of(Plan(fromLog), Plan(fromFile)).Info);

    private static UpgradePlan Plan(string info) => UpgradePlan.Create("v2", 100, info).IsOk(out var plan, out var reason) ? plan
        : throw new ArgumentException(reason, nameof(info));

    [Fact]
    public static void ThatOfferAThousandPlatformsDoNotFloodTheMessage()
    {
        var many = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"p{i}\\u001b\":\"x\""));

        Assert.False(ReadBinaries($$$"""{"binaries":{{{{many}}}}}""").LinkFor(Amd64).IsOk(out _, out var reason));
        Assert.EndsWith(" and 988 more", reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', reason);
    }

    [Fact]
    public static void WithoutThisPlatformSayWhatIsOfferedAndWhatIsNeeded()
    {
        Assert.False(ReadBinaries("""{"binaries":{"windows/amd64":"x","darwin/arm64":"y"}}""").LinkFor(Amd64).IsOk(out _, out var reason));
        Assert.Equal("the plan has no binary for linux/amd64 and none for \"any\"; it offers: darwin/arm64, windows/amd64", reason);
    }

    [Theory]
    [InlineData("""{"binaries":{"linux/amd64":null,"any":"https://x"}}""")]
    [InlineData("""{"binaries":{"linux/amd64":"","any":"https://x"}}""")]
    [InlineData("""{"binaries":{"linux/amd64":["https://x"]}}""")]
    [InlineData("{\"binaries\":{\"linux/amd64\":\"\\ud800\"}}")]
    [InlineData("{\"binaries\":{\"\\ud800\":\"https://x\"}}")]
    public static void WithALinkThatIsNoneAreRefused(string info) => Assert.False(ReadBinaries(info).LinkFor(Amd64).IsOk(out _, out _));

    [Fact]
    public static void CareOnlyForThisPlatform() =>
        Assert.True(
            ReadBinaries("""{"binaries":{"linux/amd64":"https://x","darwin/amd64":7,"any":null}}""").LinkFor(Amd64).IsOk(out _, out _));

    [Fact]
    public static void NeverThrowWhateverIsInThem()
    {
        const string Right = """{"binaries":{"linux/amd64":"https://x/a?checksum=sha256:0","any":'file:///x'},}""";

        Gen.Select(Gen.Int[0, Right.Length], Gen.Int[0, Right.Length], Gen.String).Sample((from, to, noise) =>
            Answer.IsWhole(PlanInfo.Parse(Right[..from] + noise + Right[to..])) && Answer.IsWhole(PlanInfo.Parse("{" + noise)));
    }

    private static PlanInfo.Binaries ReadBinaries(string info)
    {
        Assert.True(PlanInfo.Parse(info).IsOk(out var read, out var reason), reason);
        return Assert.IsType<PlanInfo.Binaries>(read);
    }
}
