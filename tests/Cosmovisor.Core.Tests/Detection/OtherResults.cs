using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>
/// A node whose consensus stops because its network has agreed on another result. The real line of SDK 0.55 is in
/// tests/data/real-lines.txt.
/// </summary>
public static class OtherResults
{
    private const string Hashes = "Expected 00F0, got F456";

    [Theory]
    [InlineData(
        "4:00PM ERR CONSENSUS FAILURE!!! err=\"precommit step; +2/3 prevoted for an invalid block: wrong Block.Header.AppHash.  Expected 00F0, got F456\" module=consensus stack=\"goroutine 1\\n\"")]
    [InlineData(
        "4:00PM ERR CONSENSUS FAILURE!!! err=\"+2/3 committed an invalid block: wrong Block.Header.AppHash.  Expected 00F0, got F456\" module=consensus")]
    [InlineData(
        """{"level":"error","module":"consensus","err":"enterPrecommit: +2/3 prevoted for an invalid block: wrong Block.Header.AppHash.  Expected 00F0, got F456","message":"CONSENSUS FAILURE!!!"}""")]
    public static void AreReadFromTheConsensusFailure(string line)
    {
        Assert.Equal(new Observation.ResultDiffers(Hashes), Watched.Line(line));
        // the node is left alone
        Assert.Null(Watched.FirstOf(new Knowledge("v2", SkipHeights.None), new Observation.ResultDiffers(Hashes)));
    }

    [Theory]
    [InlineData(
        "4:00PM ERR prevote step: consensus deems this block invalid; prevoting nil err=\"wrong Block.Header.AppHash.  Expected 00F0, got F456\" height=31 module=consensus")]
    [InlineData("4:00PM ERR CONSENSUS FAILURE!!! err=\"wrong Block.Header.AppHash.  Expected 00F0, got F456\" module=consensus")]
    [InlineData(
        "4:00PM INF received tx memo=\"CONSENSUS FAILURE!!! err=+2/3 prevoted for an invalid block: wrong Block.Header.AppHash.\" module=mempool")]
    [InlineData("4:00PM ERR CONSENSUS FAILURE!!! err=\"other\" memo=\"+2/3 prevoted for an invalid block: wrong Block.Header.AppHash.\"")]
    public static void AreNothingElse(string line) => Assert.Null(Watched.Line(line));
}
