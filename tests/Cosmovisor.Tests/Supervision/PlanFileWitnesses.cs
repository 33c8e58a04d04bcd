using Cosmovisor.Detection;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Running;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>From a plan file of this life to what it means, with a node that answers, one that does not, and one that is gone.</summary>
public sealed class PlanFileWitnesses : IDisposable
{
    private static readonly UpgradePlan V2 = UpgradePlan.Create("v2", 5000, "").IsOk(out var plan, out _) ? plan
        : throw new InvalidOperationException();

    private readonly TemporaryHome _temporary = new();
    private readonly DaemonHome _home;
    private readonly AskedNode _node = new();
    private readonly LaterClock _clock = new();
    private readonly PlanFileWitness _witness;
    private Observation? _reported;

    public PlanFileWitnesses()
    {
        _home = _temporary.Home;
        _ = Directory.CreateDirectory(_home.Data);
        _witness = new PlanFileWitness(_home.Data, _node, new OutlookFile(_home), _clock);
    }

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void ASignStateThatMovedInThisLifeNeedsNoAnswer()
    {
        Sign(100);
        Begin();
        Sign(5000);

        Assert.Equal(PlanFileMeaning.Due, Written()?.Meaning);
        Assert.Equal(0, _node.Asked);
    }

    [Fact]
    public void TheNodeIsAskedWhereNothingElseIsSure()
    {
        Sign(100);
        Begin();

        Assert.Null(Written());
        Assert.Equal(PlanFileMeaning.Coming, Heard(100)?.Meaning);
        Assert.Equal(100, new OutlookFile(_home).Height); // for a start before that height
    }

    [Fact]
    public void ANodeThatDoesNotAnswerLeavesTheOldSignState()
    {
        Sign(100);
        Begin();
        _ = Written();

        Assert.Equal(PlanFileMeaning.Doubtful, Heard(null)?.Meaning);
    }

    [Fact]
    public void NothingIsAskedOfANodeThatIsGone()
    {
        Begin();

        Assert.Equal(PlanFileMeaning.Due, (_witness.Translate(Written(V2), hasEnded: true) as Observation.PlanFileSeen)?.Meaning);
        Assert.Equal(0, _node.Asked);
    }

    [Fact]
    public void AFileThatWaitedForAnAnswerIsToldAtTheEnd()
    {
        Begin();
        _ = Written();

        Assert.Equal(PlanFileMeaning.Due, (AtTheEnd() as Observation.PlanFileSeen)?.Meaning);
        Assert.Null(AtTheEnd());
    }

    [Fact]
    public void ASignStateOf0SaysNothing()
    {
        Sign(0);
        _node.CanAsk = false;
        Begin();

        Assert.Equal(PlanFileMeaning.Due, Written()?.Meaning);
    }

    [Fact]
    public void ANodeWhoseHeightMovesBeyondGoesOn()
    {
        Begin();
        _ = Written();
        Assert.Equal(PlanFileMeaning.Passed, Heard(5003)?.Meaning);
        _ = Heard(5004);

        _ = Assert.IsType<Observation.NodeGoesOn>(Looked());
        Assert.Equal(Timeout.InfiniteTimeSpan, _witness.IsDueIn);
    }

    [Fact]
    public void ANodeWhoseFilesAreNotWrittenStandsStill()
    {
        _ = Directory.CreateDirectory(Path.Join(_home.Data, "cs.wal"));
        File.WriteAllText(Path.Join(_home.Data, "cs.wal", "wal"), "");
        _node.CanAsk = false;
        Sign(100);
        Begin();
        Assert.Equal(PlanFileMeaning.Doubtful, Written()?.Meaning);

        _clock.Passed = TimeSpan.FromSeconds(20);
        Assert.Null(Looked());

        _clock.Passed = TimeSpan.FromSeconds(31);
        _ = Assert.IsType<Observation.NodeStandsStill>(Looked());
    }

    [Fact]
    public void AnOldSignStateThatBeginsToMoveChangesWhatTheFileMeans()
    {
        _node.CanAsk = false;
        Sign(100);
        Begin();
        Assert.Equal(PlanFileMeaning.Doubtful, Written()?.Meaning);

        Sign(101);
        Assert.Equal(PlanFileMeaning.Coming, (Looked() as Observation.PlanFileSeen)?.Meaning);

        Sign(5000);
        Assert.Equal(PlanFileMeaning.Near, (Looked() as Observation.PlanFileSeen)?.Meaning);
    }

    [Fact]
    public void AFileThatWaitedIsNotDueWhileItsNodeMakesTheLastBlocksBeforeIt()
    {
        BeginWaiting();
        Assert.Equal(PlanFileMeaning.Near, LookedAhead(4998)?.Meaning);

        Assert.Null(LookedAhead(4999));
        _clock.Passed = TimeSpan.FromSeconds(29);
        Assert.Null(LookedAhead(5000));
        Assert.Null(Looked());
        Assert.Equal(PlanFileMeaning.Passed, Heard(5001)?.Meaning); // its chain has cancelled it
    }

    [Fact]
    public void AFileThatWaitedIsDueWhenItIsWrittenAgain()
    {
        BeginWaiting();
        _ = LookedAhead(4999);

        Assert.Null(Written());
        Assert.Equal(PlanFileMeaning.Due, Heard(5000)?.Meaning);
    }

    [Fact]
    public void ANodeThatStandsStillCloseToTheHeightOfAFileThatWaitedHasHalted()
    {
        BeginWaiting();
        _clock.Passed = TimeSpan.FromDays(2);
        _ = LookedAhead(4999);

        _clock.Passed += TimeSpan.FromSeconds(20);
        Assert.Null(LookedAhead(5000));
        _clock.Passed += TimeSpan.FromSeconds(20);
        Assert.Null(Looked());
        _clock.Passed += TimeSpan.FromSeconds(11);
        _ = Assert.IsType<Observation.NodeStandsStill>(Looked());
    }

    [Fact]
    public void AFileThatWaitedStaysSoWhereNothingTellsTheHeight()
    {
        _node.CanAsk = false;
        BeginWaiting();

        Assert.Null(Looked());
    }

    [Fact]
    public void NoTimerRunsWhileThereIsNoPlan()
    {
        Begin();

        Assert.Equal(Timeout.InfiniteTimeSpan, _witness.IsDueIn);
    }

    private void Begin(UpgradePlan? waiting = null) => _witness.Begin(
        new WatchedLife(new CurrentVersion("upgrades/v1", _home.UpgradeFolder("v1")), seen => _reported = seen) { Waiting = waiting });

    private void BeginWaiting() => Begin(V2);

    private Observation? Looked() => ReportedBy(_witness.Look);

    private Observation? AtTheEnd() => ReportedBy(_witness.End);

    private Observation? ReportedBy(Action witness)
    {
        _reported = null;
        witness();
        return _reported;
    }

    private Observation.PlanFileSeen? Written() => _witness.Translate(Written(V2), hasEnded: false) as Observation.PlanFileSeen;

    private Observation.PlanFileSeen? Heard(long? height) =>
        _witness.Translate(new Observation.HeightHeard(height), hasEnded: false) as Observation.PlanFileSeen;

    private Observation.PlanFileSeen? LookedAhead(long height) =>
        _witness.Translate(new Observation.LookedAhead(height), hasEnded: false) as Observation.PlanFileSeen;

    private static Observation.PlanFileWritten Written(UpgradePlan plan) => new(new PlanFileWritten(plan));

    private void Sign(long height) =>
        File.WriteAllText(Path.Join(_home.Data, "priv_validator_state.json"), $$"""{"height":"{{height}}","round":0,"step":3}""");

    private sealed class AskedNode : INodeHeight
    {
        public int Asked { get; private set; }

        public bool CanAsk { get; set; } = true;

        public void Ask(Action<long?> answer) => Asked++;
    }

    private sealed class LaterClock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Passed;
    }
}
