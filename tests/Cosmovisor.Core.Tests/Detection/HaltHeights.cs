using Cosmovisor.Detection;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>The operator's schedule: the node is run up to a height, and its own halt line is the proof that it stopped there.</summary>
public static class HaltHeights
{
    private static readonly UpgradePlan V2 = Watched.Plan("v2", 100);

    private static Knowledge RunUpTo100 => new("v1", SkipHeights.None, Scheduled: V2, HaltHeightIsOurs: true);

    [Theory]
    [InlineData("I[2020-06-17|16:00:00.123] halting node per configuration                module=main height=100", 101)] // SDK 0.37
    [InlineData("4:00PM INF halting node per configuration height=100 time=0", 101)]
    [InlineData("4:00PM INF halting node per configuration height=100 module=server time=0", 101)]
    [InlineData("\e[90m4:00PM\e[0m \e[32mINF\e[0m halting node per configuration \e[36mheight=\e[0m100 \e[36mtime=\e[0m0", 101)]
    [InlineData("""{"level":"info","height":100,"time":0,"_msg":"halting node per configuration"}""", 101)]
    [InlineData("""{"level":"info","module":"server","height":100,"time":0,"message":"halting node per configuration"}""", 101)]
    [InlineData("time=2026-01-01T00:00:00Z level=INFO msg=\"halting node per configuration\" height=100 time=0", 101)]
    [InlineData(
        "4:00PM ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error halt per configuration height 100 time 0\" module=consensus stack=\"goroutine 1\\n\"",
        100)]
    [InlineData(
        """{"level":"error","module":"consensus","err":"failed to apply block; error halt per configuration height 100 time 0","message":"CONSENSUS FAILURE!!!"}""",
        100)]
    [InlineData(
        "panic: Failed to process committed block (100:0544): failed to finalize block: halt per configuration height 100 time 0", 100)]
    [InlineData("Error: error during handshake: error on replay: halt per configuration height 100 time 0", 100)]
    // celestia-app 4
    [InlineData(
        "4:00PM ERR CONSENSUS FAILURE!!! err=\"failed to apply block; error halting node per configuration at height 100\" module=consensus",
        100)]
    public static void AreReachedWhenTheNodeSaysSoInTheMannerOfItsEra(string line, long firstBlock)
    {
        Assert.Equal([new Observation.HaltHeightReached(100, IsMade: firstBlock == 101)], Lines(line));
        Assert.Equal(new Decision.Upgrade(V2, firstBlock), Watched.FirstOf(RunUpTo100, Lines(line)));
    }

    [Theory]
    [InlineData("4:00PM INF received tx memo=\"halting node per configuration height=100\" module=mempool")]
    [InlineData("4:00PM INF memo: halting node per configuration height=100")]
    [InlineData("4:00PM INF halting node per configurations height=100")]
    [InlineData("4:00PM INF halting node per configuration time=1700000000")] // a halt time, which is not a height
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
        Assert.Null(Watched.FirstOf(RunUpTo100, new Observation.HaltHeightReached(halted)));

    [Fact]
    public static void MeanNothingToANodeThatWasGivenNone() =>
        Assert.Equal(new Decision.Exit(0), Watched.FirstOf(RunUpTo100 with { Scheduled = null }, new Observation.HaltHeightReached(100),
            new Observation.NodeStarted(100), Watched.Exit(0)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(137)]
    public static void AreNotReachedByAnyOtherEnd(int code) =>
        Assert.Equal(new Decision.Exit(code), Watched.FirstOf(RunUpTo100, new Observation.NodeStarted(7), Watched.Exit(code)));

    [Theory]
    [InlineData(
        "I[2021-01-02|03:04:05.678] ABCI Handshake App Info                      module=consensus height=100 hash=AB software-version=v1")]
    [InlineData("4:00PM INF ABCI Handshake App Info hash=AB height=100 module=consensus protocol-version=0 software-version=v1")]
    [InlineData("""{"level":"info","module":"consensus","height":100,"hash":"AB","message":"ABCI Handshake App Info"}""")]
    public static void AreReachedByANodeThatStandsThereAsItStarts(string line) =>
        Assert.Equal(new Decision.Upgrade(V2, FirstBlock: 101), Watched.FirstOf(RunUpTo100, Lines(line)));

    [Fact]
    public static void ThatTheNodeHasPassedAreTakenFromItAgain()
    {
        Assert.Equal(new Decision.StartAgain(V2, PassedAt: 101), Watched.FirstOf(RunUpTo100, new Observation.NodeStarted(101)));
        Assert.Equal(
            new Decision.StartAgain(V2, PassedAt: 6_842_549),
            Watched.FirstOf(RunUpTo100, new Observation.HaltHeightReached(100, At: 6_842_549)));
    }

    [Theory]
    [InlineData(
        "panic: Failed to process committed block (5001:0544): failed to finalize block: halt per configuration height 100 time 0", 5000L)]
    [InlineData("panic: Failed to process committed block (101:0544): halt per configuration height 100 time 0", 100L)]
    [InlineData("panic: Failed to process committed block (100:0544): halt per configuration height 100 time 0", null)]
    [InlineData("panic: Failed to process committed block (soon:0544): halt per configuration height 100 time 0", null)]
    [InlineData("panic: Failed to process committed block (: halt per configuration height 100 time 0", null)]
    public static void AreComparedWithTheBlockThatBlockSyncNames(string line, long? at) =>
        Assert.Equal([new Observation.HaltHeightReached(100, at)], Lines(line));

    [Theory]
    [InlineData("Error: unknown flag: --halt-height")]
    [InlineData("unknown flag: --halt-height")]
    [InlineData("ERROR: unknown flag: --halt-height")]
    [InlineData("flag provided but not defined: -halt-height")]
    [InlineData("Incorrect Usage: flag provided but not defined: -halt-height")]
    [InlineData("error: unexpected argument '--halt-height' found")]
    [InlineData("error: Found argument '--halt-height' which wasn't expected, or isn't valid in this context")]
    [InlineData("bin/x: unrecognized option '--halt-height'")]
    [InlineData("node: error: unrecognized arguments: --halt-height 100")]
    [InlineData("simd: error: unknown flag --halt-height, did you mean \"--height\"?")]
    public static void ThatTheDaemonDoesNotKnowAreTakenFromItAgain(string line)
    {
        Assert.Equal([new Observation.HaltHeightUnknown()], Lines("RUN", line, "Usage: simd start [flags]"));
        Assert.Equal(new Decision.StartAgain(V2), Watched.FirstOf(RunUpTo100, [.. Lines(line), Watched.Exit(1)]));
    }

    [Theory]
    [InlineData("      --halt-height uint    Block height at which to gracefully halt the chain")]
    [InlineData("Error: unknown flag: --halt")]
    [InlineData("4:00PM INF received tx memo=\"unknown flag: --halt-height\" module=mempool")]
    [InlineData("""{"level":"info","memo":"unknown flag: --halt-height","message":"received tx"}""")]
    public static void AreKnownAllTheSameToADaemonThatSaysSomethingElse(string line) => Assert.Empty(Lines(line));

    [Fact]
    public static void AreNotUnknownToANodeThatGoesOnOrEndsWell()
    {
        Assert.Equal(new Decision.Exit(0), Watched.FirstOf(RunUpTo100, new Observation.HaltHeightUnknown(), Watched.Exit(0)));
        Assert.Equal(
            new Decision.Exit(1),
            Watched.FirstOf(RunUpTo100, new Observation.NodeStarted(7), new Observation.HaltHeightUnknown(), Watched.Exit(1)));
        Assert.Equal(
            new Decision.Exit(1),
            Watched.FirstOf(RunUpTo100, new Observation.HaltHeightUnknown(), new Observation.StopAsked(15), Watched.Exit(1)));
    }

    [Fact]
    public static void OfTheOperatorsOwnAreTheirs() =>
        Assert.Equal(
            new Decision.Exit(1),
            Watched.FirstOf(RunUpTo100 with { HaltHeightIsOurs = false }, new Observation.HaltHeightUnknown(), Watched.Exit(1)));

    [Theory]
    [InlineData("4:00PM INF executed block height=101 module=state num_invalid_txs=0 num_valid_txs=0")]
    [InlineData("4:00PM INF committed state app_hash=AB height=101 module=state num_txs=0")]
    [InlineData("4:00PM INF finalized block block_app_hash=AB height=101 module=state num_txs_res=0")]
    [InlineData("I[2021-01-02|03:04:05.678] Executed block                               module=state height=101 validTxs=0 invalidTxs=0")]
    [InlineData("""{"level":"info","module":"state","height":101,"message":"committed state"}""")]
    public static void AreComparedWithTheLastBlockTheLogTellsOf(string block) =>
        Assert.Equal(
            new Decision.StartAgain(V2, PassedAt: 101),
            Watched.FirstOf(RunUpTo100, Lines(block, "4:00PM INF halting node per configuration height=100 time=0")));

    [Fact]
    public static void AreReachedByTheirOwnBlockInTheOlderMannerAndByTheOneBeforeInTheNewer()
    {
        Assert.Equal(
            new Decision.Upgrade(V2, FirstBlock: 101),
            Watched.FirstOf(RunUpTo100, new Observation.HaltHeightReached(100, At: 100, IsMade: true)));
        Assert.Equal(
            new Decision.Upgrade(V2, FirstBlock: 100), Watched.FirstOf(RunUpTo100, new Observation.HaltHeightReached(100, At: 99)));
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
        Assert.Equal(
            new Decision.Exit(0),
            Watched.FirstOf(RunUpTo100, new Observation.StopAsked(15), new Observation.HaltHeightReached(100), Watched.Exit(0)));

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

    private static IReadOnlyList<Observation> Lines(params string[] lines) =>
        Watched.InPieces(Watched.Output(lines), [4096], heights: true);
}
