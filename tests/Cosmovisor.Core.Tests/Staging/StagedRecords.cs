using System.Text;
using Cosmovisor.Staging;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>The record of what was fetched into a version's folder.</summary>
public static class StagedRecords
{
    private const string Info = """{"binaries":{"linux/amd64":"https://x.org/v2?checksum=sha256:aa"}}""";
    private static readonly Platform Machine = Platform.Linux(System.Runtime.InteropServices.Architecture.X64);

    [Theory]
    [InlineData(Info, false)]
    [InlineData("""{ "binaries" : {"linux/amd64": "https://x.org/v2?checksum=sha256:aa", "linux/arm64": "https://x.org/other"} }""", false)]
    [InlineData("""{"binaries":{"linux/amd64":"https://x.org/v2.1?checksum=sha256:aa"}}""", true)]
    [InlineData("""{"binaries":{"linux/amd64":"https://x.org/v2?checksum=sha256:bb"}}""", true)]
    [InlineData("https://x.org/info.json", true)]
    [InlineData("", true)]
    public static void KnowAnInfoThatAsksForAnotherBinary(string info, bool isAnother) =>
        Assert.Equal(isAnother, Record().IsForAnother(info, Machine));

    [Fact]
    public static void AreReadAsTheyAreWritten()
    {
        Assert.True(StagedRecord.Parse(Record().Json()).IsOk(out var read, out var reason), reason);
        Assert.Equal((Record() with { Files = [] }, "bin/noded"), (read with { Files = [] }, Assert.Single(read.Files)));
    }

    [Theory]
    [InlineData("../../genesis/bin/noded")]
    [InlineData("/etc/passwd")]
    [InlineData("bin/../../x")]
    [InlineData("bin/./x")]
    [InlineData("bin//x")]
    [InlineData("bin/")]
    [InlineData("")]
    public static void ThatNameAFileOutsideAreNone(string file) =>
        Assert.False(StagedRecord.Parse((Record() with { Files = ["bin/noded", file] }).Json()).IsOk(out _, out _));

    [Fact]
    public static void OfALinkThatAnOperatorNamedAreNotByAPlan()
    {
        var byHand = Record() with { Info = null };

        Assert.Equal((true, false), (Record().IsByPlan, byHand.IsByPlan));
        Assert.True(byHand.IsForAnother(Info, Machine));
    }

    [Fact]
    public static void NoTextWhateverThrows() => Gen.OneOf(
        Gen.String, Gen.Const("null"), Gen.Const("""{"version":1}"""), Gen.Const("""{"name":"v","files":[null]}"""))
        .Sample(text => Answer.IsWhole(StagedRecord.Parse(Encoding.UTF8.GetBytes(text))));

    private static StagedRecord Record() => new("v2", DateTimeOffset.UnixEpoch, Info, "https://x.org/v2?checksum=sha256:aa",
        new StagedBinary(1, 2, 3), ["bin/noded"])
    { PreUpgrade = false };
}
