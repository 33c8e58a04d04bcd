using Cosmovisor.Detection;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>The operator's schedule: the node is run up to a height, and its own halt line is the proof that it stopped there.</summary>
public static class HaltHeights
{
    private static readonly UpgradePlan V2 = Watched.Plan("v2", 100);

    private static Knowledge RunUpTo100 => new("v1", SkipHeights.None, Scheduled: V2);

    [Theory]
    [InlineData("I[2020-06-17|16:00:00.123] halting node per configuration                module=main height=100")] // SDK 0.37
    [InlineData("4:00PM INF halting node per configuration height=100 time=0")]
    [InlineData("4:00PM INF halting node per configuration height=100 module=server time=0")]
    [InlineData("\e[90m4:00PM\e[0m \e[32mINF\e[0m halting node per configuration \e[36mheight=\e[0m100 \e[36mtime=\e[0m0")]
    [InlineData("""{"level":"info","height":100,"time":0,"_msg":"halting node per configuration"}""")]
    [InlineData("""{"level":"info","module":"server","height":100,"time":0,"message":"halting node per configuration"}""")]
    [InlineData("time=2026-01-01T00:00:00Z level=INFO msg=\"halting node per configuration\" height=100 time=0")]
    [InlineData("4:00PM ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error halt per configuration height 100 time 0\" module=consensus stack=\"goroutine 1\\n\"")]
    [InlineData("""{"level":"error","module":"consensus","err":"failed to apply block; error halt per configuration height 100 time 0","message":"CONSENSUS FAILURE!!!"}""")]
    [InlineData("panic: Failed to process committed block (100:0544): failed to finalize block: halt per configuration height 100 time 0")]
    [InlineData("Error: error during handshake: error on replay: halt per configuration height 100 time 0")]
    [InlineData("4:00PM ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error halting node per configuration at height 100\" module=consensus")] // celestia-app 4
    public static void AreReachedWhenTheNodeSaysSoInTheMannerOfItsEra(string line)
    {
        Assert.Equal([new Observation.HaltHeightReached(100)], Lines(line));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(RunUpTo100, Lines(line)));
    }

    [Theory]
    [InlineData("4:00PM INF received tx memo=\"halting node per configuration height=100\" module=mempool")]
    [InlineData("4:00PM INF memo: halting node per configuration height=100")]
    [InlineData("4:00PM INF halting node per configurations height=100")]
    [InlineData("4:00PM INF halting node per configuration time=1700000000")] // a halt time, which is no height
    [InlineData("4:00PM INF halting node per configuration height=0 time=1700000000")]
    [InlineData("4:00PM ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error halt per configuration height 0 time 1700000000\"")]
    [InlineData("""{"level":"info","memo":"halting node per configuration","height":100,"message":"received tx"}""")]
    [InlineData("""{"level":"info","height":"soon","message":"halting node per configuration"}""")]
    [InlineData("the node will halt per configuration height 100 time 0")]
    public static void AreNotReachedByOtherWords(string line) =>
        Assert.DoesNotContain(Lines(line), seen => seen is Observation.HaltHeightReached);

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(1000)]
    public static void AreReachedOnlyWhereTheEntryIs(long halted) =>
        Assert.Null(Watched.Decide(RunUpTo100, new Observation.HaltHeightReached(halted)));

    [Fact]
    public static void MeanNothingToANodeThatWasGivenNone() =>
        Assert.Equal(new Decision.Exit(0), Watched.Decide(RunUpTo100 with { Scheduled = null }, new Observation.HaltHeightReached(100), new Observation.NodeStarted(100), Watched.Exit(0)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(137)]
    public static void AreNotReachedByAnyOtherEnd(int code) =>
        Assert.Equal(new Decision.Exit(code), Watched.Decide(RunUpTo100, new Observation.NodeStarted(7), Watched.Exit(code)));

    [Theory]
    [InlineData("I[2021-01-02|03:04:05.678] ABCI Handshake App Info                      module=consensus height=100 hash=AB software-version=v1")]
    [InlineData("4:00PM INF ABCI Handshake App Info hash=AB height=100 module=consensus protocol-version=0 software-version=v1")]
    [InlineData("""{"level":"info","module":"consensus","height":100,"hash":"AB","message":"ABCI Handshake App Info"}""")]
    public static void AreReachedByANodeThatStandsThereAsItStarts(string line) =>
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(RunUpTo100, Lines(line)));

    [Fact]
    public static void ThatHavePassedAreRefused()
    {
        var started = Assert.IsType<Decision.Refuse>(Watched.Decide(RunUpTo100, new Observation.NodeStarted(101)));
        var halted = Assert.IsType<Decision.Refuse>(Watched.Decide(RunUpTo100, new Observation.HaltHeightReached(100, At: 6_842_549)));

        Assert.Contains("scheduled for height 100, and the node is at 101 already", started.Reason, StringComparison.Ordinal);
        Assert.Contains("at 6842549 already", halted.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4:00PM INF executed block height=101 module=state num_invalid_txs=0 num_valid_txs=0")]
    [InlineData("4:00PM INF committed state app_hash=AB height=101 module=state num_txs=0")]
    [InlineData("4:00PM INF finalized block block_app_hash=AB height=101 module=state num_txs_res=0")]
    [InlineData("I[2021-01-02|03:04:05.678] Executed block                               module=state height=101 validTxs=0 invalidTxs=0")]
    [InlineData("""{"level":"info","module":"state","height":101,"message":"committed state"}""")]
    public static void AreComparedWithTheLastBlockTheLogTellsOf(string block) =>
        Assert.IsType<Decision.Refuse>(Watched.Decide(RunUpTo100, Lines(block, "4:00PM INF halting node per configuration height=100 time=0")));

    [Fact]
    public static void AreReachedByTheirOwnBlockInTheOlderMannerAndByTheOneBeforeInTheNewer()
    {
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(RunUpTo100, new Observation.HaltHeightReached(100, At: 100)));
        Assert.Equal(new Decision.Upgrade(V2), Watched.Decide(RunUpTo100, new Observation.HaltHeightReached(100, At: 99)));
    }

    [Fact]
    public static void GiveWayToThePlanOfTheChain()
    {
        var v3 = Watched.Plan("v3", 90);

        Assert.Equal(new Decision.Upgrade(v3), Watched.Decide(RunUpTo100, new Observation.PlanFileSeen(v3)));
        Assert.Equal(new Decision.Upgrade(v3), Watched.Decide(RunUpTo100, new Observation.Announced(v3), new Observation.Halted("v3")));
    }

    [Fact]
    public static void AreNotReachedOnceWeWereToldToEnd() =>
        Assert.Equal(new Decision.Exit(0), Watched.Decide(RunUpTo100, new Observation.StopAsked(15), new Observation.HaltHeightReached(100), Watched.Exit(0)));

    [Fact]
    public static void AreUnderstoodHoweverTheOutputIsCut() =>
        Gen.Int[1, 40].Array[1, 8].Sample(sizes => Assert.Equal(
            [new Observation.NodeStarted(3), new Observation.HaltHeightReached(100, At: 99)],
            Watched.InPieces(
                Watched.Output(
                    "4:00PM INF ABCI Handshake App Info height=3 module=consensus",
                    "4:00PM INF committed state height=98 module=state",
                    "something else",
                    "4:00PM INF committed state height=99 module=state",
                    "4:00PM ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error halt per configuration height 100 time 0\""),
                sizes,
                heights: true)));

    private static IReadOnlyList<Observation> Lines(params string[] lines) => Watched.InPieces(Watched.Output(lines), [4096], heights: true);
}
