using System.Runtime.InteropServices;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class PlanInfos
{
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
    public static void WithASlipAreReadAndTheSlipIsNamed(string info, string slip)
    {
        var binaries = ReadBinaries(info);

        Assert.Equal([slip], binaries.Slips);
        Assert.True(binaries.LinkFor(Amd64).IsOk(out var link, out _));
        Assert.Equal("https://x/a", link);
    }

    [Fact]
    public static void QuotedAsAWholeAreRead()
    {
        var binaries = ReadBinaries(""" "{\"binaries\":{\"linux/amd64\":\"https://x/a\"}}" """);

        Assert.True(binaries.LinkFor(Amd64).IsOk(out _, out _));
    }

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
    public static void MayBeALinkToTheJson(string info)
    {
        Assert.True(PlanInfo.Parse(info).IsOk(out var read, out var reason), reason);
        Assert.Equal(new PlanInfo.Elsewhere("https://x/info.json?checksum=sha256:00"), read);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("see the forum", "neither JSON")]
    [InlineData("v2.0.0", "neither JSON")]
    [InlineData("{", "not JSON")]
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
    public static void WithALinkThatIsNoneAreRefused(string info) => Assert.False(ReadBinaries(info).LinkFor(Amd64).IsOk(out _, out _));

    [Fact]
    public static void CareOnlyForThisPlatform() =>
        Assert.True(ReadBinaries("""{"binaries":{"linux/amd64":"https://x","darwin/amd64":7,"any":null}}""").LinkFor(Amd64).IsOk(out _, out _));

    [Fact]
    public static void NeverThrowWhateverIsInThem()
    {
        const string Right = """{"binaries":{"linux/amd64":"https://x/a?checksum=sha256:0","any":'file:///x'},}""";

        Gen.Select(Gen.Int[0, Right.Length], Gen.Int[0, Right.Length], Gen.String).Sample((from, to, noise) =>
        {
            _ = PlanInfo.Parse(Right[..from] + noise + Right[to..]);
            _ = PlanInfo.Parse("{" + noise);
            return true;
        });
    }

    private static PlanInfo.Binaries ReadBinaries(string info)
    {
        Assert.True(PlanInfo.Parse(info).IsOk(out var read, out var reason), reason);
        return Assert.IsType<PlanInfo.Binaries>(read);
    }
}
