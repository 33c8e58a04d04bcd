using Cosmovisor.Holds;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>What each happening makes of the state.</summary>
internal static class NodeStateChange
{
    /// <summary>Before anything has happened.</summary>
    public static NodeState Nothing(DateTimeOffset at) =>
        new(at, new SupervisorState(0, "", "", at), new DaemonState("", "", "starting", null, null, "", 0, null));

    /// <returns>The same value where nothing of it has changed.</returns>
    public static NodeState After(this NodeState state, Happening happening, DateTimeOffset at)
    {
        var next = happening switch
        {
            Happening.SupervisorStarted started => state with
            {
                Supervisor = new SupervisorState(started.Pid, started.Version, started.Contract, at),
                Daemon = state.Daemon with
                {
                    Name = started.Daemon,
                    Version = NameOf(
                    started.Current),
                    State = "starting",
                    Pid = null,
                    Current = started.Current,
                    Home = started.IsNode ? started.Elsewhere?.Home : state.Daemon.Home,
                    Data = started.IsNode ? started.Elsewhere?.Data : state.Daemon.Data,
                },
            },
            Happening.SupervisorEnded or Happening.Refused or Happening.SupervisorFailed =>
                state with { Daemon = state.Daemon with { State = "ended" }, Upgrade = null, Held = [] },
            Happening.Held { Hold: var hold } =>
                state with { Held = [.. Without(state, hold), new HoldState(hold.Name, hold.Who, hold.Reason, hold.Until)] },
            Happening.Released { Hold: var hold } => state with { Held = [.. Without(state, hold)] },
            Happening.DaemonStarted started => Started(state, started, at),
            Happening.DaemonStopping
                or Happening.SignalPassedOn { AsksToEnd: true }
                or Happening.SignalFromTheTerminal { AsksToEnd: true } => state with { Daemon = state.Daemon with { State = "stopping" } },
            Happening.DaemonEnded ended => state with
            {
                Daemon = state.Daemon with { State = "stopped", Pid = null, LastEnd = new LifeEnd(ended.End.ExitCode, ended.Signal, at) }
            },
            Happening.PlanAnnounced { Plan: var plan } => state with { WaitingFor = Ahead(plan) },
            Happening.PlanFound { Plan: var plan } => state with { WaitingFor = Ahead(plan) },
            Happening.PlanWaits { Plan: var plan } => state with { WaitingFor = Ahead(plan) },
            Happening.PlanWaitsAtStart { Plan: var plan, Height: var height } => state with { WaitingFor = new PlanAhead(plan, height) },
            Happening.PlanFileByHand { Plan: var plan, Height: var height } => state with { WaitingFor = new PlanAhead(plan, height) },
            Happening.NodeGoesOn or Happening.PlanFileByHandPassed or Happening.ScheduledPassed => state with { WaitingFor = null },
            Happening.RunUpToHeight { Plan: var plan } => state with { WaitingFor = Ahead(plan) },
            _ => OfTheUpgrade(state, happening, at),
        };

        return TroubleAfter(next, happening) is var whole && whole == state ? state : whole with { At = at };
    }

    /// <summary>The same, with what an earlier run knew and this one cannot.</summary>
    public static NodeState Following(this NodeState state, NodeState before) => state with
    {
        LastUpgrade = state.LastUpgrade ?? before.LastUpgrade,
        Daemon = state.Daemon with
        {
            Lives = state.Daemon.Lives + before.Daemon.Lives,
            LastEnd = state.Daemon.LastEnd
            ?? before.Daemon.LastEnd,
            Started = state.Daemon.Started ?? before.Daemon.Started
        },
    };

    private static NodeState Started(NodeState state, Happening.DaemonStarted started, DateTimeOffset at) => state with
    {
        Daemon = state.Daemon with
        {
            Version = NameOf(started.Version),
            State = "running",
            Pid = started.Pid,
            Started = at,
            Current = started.Version,
            Lives = state.Daemon.Lives + 1
        },
        Upgrade = null,
        Held = [],
        LastUpgrade = state.LastUpgrade is { Started: null } last && last.Version == started.Version
            ? last with
            {
                Downtime = started.Downtime is { } downtime
                ? Seconds(downtime) : last.Downtime,
                Started = at,
                Confirmation = "waiting"
            } : state.LastUpgrade,
        Trouble = null,
    };

    private static NodeState OfTheUpgrade(NodeState state, Happening happening, DateTimeOffset at) => happening switch
    {
        Happening.UpgradeBegan { Plan: var plan } =>
            state with { Upgrade = new UpgradeState(plan.Name, plan.Height, null, at, []), WaitingFor = null },
        Happening.UpgradeResumed { Journal: var journal } => state with
        {
            Upgrade = new UpgradeState(
                journal.Plan.Name, journal.Plan.Height, journal.Last?.Step.ToString(), journal.Began, [.. journal.Steps.Select(Before)]),
            WaitingFor = null,
        },
        Happening.StepBegan { Step: var step } => With(state, step, new StepState(step.ToString(), at, null, "running")),
        Happening.StepDone { Step: var step, Took: var took } =>
            With(state, step, new StepState(step.ToString(), at - took, Seconds(took), "done")),
        Happening.StepFailed { Step: var step, Took: var took } =>
            With(state, step, new StepState(step.ToString(), at - took, Seconds(took), "failed")),
        Happening.StepGoesOn goesOn when state.Upgrade is { } upgrade =>
            state with { Upgrade = upgrade with { Progress = new StepProgress(goesOn.Bytes, goesOn.Total, goesOn.Files) } },
        Happening.UpgradeDone { Journal: var journal } => state with
        {
            Upgrade = null,
            LastUpgrade = Last(journal, "done"),
            Daemon = state.Daemon with { Current = journal.To ?? state.Daemon.Current }
        },
        Happening.UpgradeFailed { Plan: var plan } => state with
        {
            Upgrade = null,
            LastUpgrade = new LastUpgrade(plan.Name, plan.Height, state.Daemon.Current, null, state.Upgrade?.Began ?? at, null, "failed"),
            Daemon = state.Daemon with { State = "ended" },
        },
        Happening.UpgradeInterrupted { Plan: var plan } => state with
        {
            Upgrade = null,
            LastUpgrade = new LastUpgrade(
                plan.Name, plan.Height, state.Daemon.Current, null, state.Upgrade?.Began ?? at, null, "interrupted"),
            Daemon = state.Daemon with { State = "ended" },
        },
        Happening.UpgradeTakenBack { Journal: var journal } =>
            state with { LastUpgrade = Last(journal, "taken-back"), Daemon = state.Daemon with { Current = journal.From } },
        Happening.UpgradeGivenUp { Plan: var plan } => state with
        {
            Upgrade = null,
            LastUpgrade = new LastUpgrade(plan.Name, plan.Height, state.Daemon.Current, null, state.Upgrade?.Began ?? at, null, "given-up"),
        },
        Happening.UpgradeForgotten => state with { Upgrade = null },
        _ => OfTheConfirmation(state, happening, at),
    };

    private static NodeState OfTheConfirmation(
        NodeState state, Happening happening, DateTimeOffset at) => (happening, state.LastUpgrade) switch
        {
            (Happening.ConfirmationResumed { Upgrade: var upgrade }, _) => state with { LastUpgrade = upgrade },
            (Happening.UpgradeApplied { At: var mustPass }, { } last) =>
                state with { LastUpgrade = last with { Applied = at, MustPass = mustPass } },
            (Happening.UpgradeConfirmed { Down: var down }, { } last) => state with
            {
                LastUpgrade = last with { Confirmed = true, Confirmation = "confirmed", FirstBlock = at, Missing = null, Down = down },
                Trouble = state.Trouble == last.Missing ? null : state.Trouble,
            },
            (Happening.UpgradeUnconfirmed told, { } last) =>
                state with { LastUpgrade = last with { Confirmed = false, Confirmation = "unconfirmed", Missing = OneLine(told.Words) } },
            (Happening.UpgradeCannotBeConfirmed told, { } last) =>
                state with { LastUpgrade = last with { Confirmation = "cannot-be-confirmed", Missing = OneLine(told.Words) } },
            (Happening.ConfirmationWaits or Happening.ResultDiffers { Height: not null } or Happening.LeftBehind, { } last) =>
                state with { LastUpgrade = last with { Missing = OneLine(happening.Words) } },
            (Happening.SignatureChecked { Signed: var signed }, { } last) => state with { LastUpgrade = last with { Signed = signed } },
            (Happening.ValidatorNotSigning, { } last) => state with { LastUpgrade = last with { Signed = "no" } },
            _ => state,
        };

    // The gravest thing since the node was started last, until it is started again.
    private static NodeState TroubleAfter(NodeState state, Happening happening) =>
        happening is Happening.UpgradeTakenBack { OnTheTerminal: { } told } ? state with { Trouble = OneLine(told) }
        : happening.Level != LogLevel.Error || happening is Happening.StepFailed ? state
        : state with { Trouble = OneLine(happening.Words) };

    private static NodeState With(NodeState state, UpgradeStep step, StepState now) => state.Upgrade is not { } upgrade ? state : state with
    {
        Upgrade = upgrade with
        {
            Step = step.ToString(),
            Steps = [.. upgrade.Steps.Where(other => other.Step != now.Step), now],
            Progress = null
        },
    };

    private static StepState Before(StepEntry entry) => new(
        entry.Step.ToString(), entry.Began, entry.Ended is { } ended
            ? Seconds(ended - entry.Began) : null, entry.Ended is not null ? "done" : entry.Trouble is not null ? "failed" : "running");

    /// <summary>As the state has it.</summary>
    public static LastUpgrade Last(
        Journal journal,
        string result) => new(journal.Plan.Name, journal.Plan.Height, journal.From, journal.To, journal.Began, null, result)
        {
            IsRequested = journal.Request is not null,
            MustPass = journal.Request is not null ? null : journal.FirstBlock ?? (journal.Plan.Height > 0 ? journal.Plan.Height : null),
        };

    private static IEnumerable<HoldState> Without(NodeState state, Hold hold) => state.Held.Where(other => other.Name != hold.Name);

    private static PlanAhead Ahead(UpgradePlan plan) => new(plan.Name, plan.Height);

    private static string NameOf(string target) => UpgradeName.Unescape(target[(target.LastIndexOf('/') + 1)..]);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private static string OneLine(string text) => LinkSecrets.Hide(text.ReplaceLineEndings(" ").TrimEnd());
}
