using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Detection;

/// <summary>The whole rule for "is it time?".</summary>
internal static class UpgradeDetector
{
    /// <summary>From what is known and what was just seen, to what is known now and what to do.</summary>
    public static (Knowledge Next, Decision Decision) Observe(Knowledge known, Observation seen)
    {
        var next = seen switch
        {
            Observation.Announced { Plan: var plan } when !IsSkipped(known, plan) => known with { Announced = plan },
            Observation.Halted halted => known with { Halted = Fuller(known.Halted, halted) },
            Observation.PlanFileSeen filed when !IsSkipped(known, filed.Plan) => known with { Filed = filed },
            Observation.NodeGoesOn => known with { Filed = null },
            Observation.BinaryAhead { Name: var name } => known with { Ahead = name },
            Observation.NeedsVersion needed => known with { Needs = needed },
            Observation.ResultDiffers => known with { ResultDiffers = true },
            Observation.StopAsked => known with { StopAsked = true },
            Observation.HaltHeightUnknown => known with { HaltHeightUnknown = known.HaltHeightIsOurs },
            // it took the flag: whoever says otherwise now is another
            Observation.NodeStarted => known with { HaltHeightUnknown = false, HaltHeightIsOurs = false },
            _ => known,
        };

        return (next, Decide(next, seen));
    }

    private static Decision Decide(Knowledge known, Observation seen) => (seen, known) switch
    {
        // What refuses a flag ends at once, and not with 0.
        (Observation.DaemonExited { End.ExitCode: not 0 }, { StopAsked: false, HaltHeightUnknown: true, Scheduled: { } plan }) =>
            new Decision.StartAgain(plan),

        // Told to end, we end. A node that still needs its upgrade says so again at the next start.
        (Observation.DaemonExited { End: var end }, { StopAsked: true }) => new Decision.Exit(end.ExitCode),
        (_, { StopAsked: true }) => new Decision.KeepRunning(),

        // Two lines on two streams may be read in either order.
        (Observation.Halted or Observation.Announced, { Announced: { } plan, Halted: { Name: var name } })
            when name.Equals(plan.Name, StringComparison.Ordinal) =>
            CarryOut(known, plan, "halted"),

        (Observation.PlanFileSeen { Meaning: PlanFileMeaning.Due, Plan: var plan, CanBeWatched: var canGoOn }, _)
            when !IsSkipped(known, plan) && !IsRunning(known, plan) =>
            new Decision.Upgrade(Whole(known, plan)) { IsByTheFileAlone = true, MayStillRun = canGoOn },
        (Observation.NodeStandsStill, { Filed: { } filed }) => AtItsEnd(known, filed, "stands still"),

        (Observation.NodeStarted { Height: var at }, { Scheduled: { } plan }) when at >= plan.Height => AtHeight(plan, at, isMade: true),
        (Observation.HaltHeightReached { Height: var height, At: var at, IsMade: var isMade }, { Scheduled: { } plan })
            when height == plan.Height => AtHeight(plan, at ?? height, isMade),

        // A node that speaks of an upgrade of its chain is left to that.
        (Observation.UpgradeAsked asked, { Announced: null, Halted: null, Needs: null }) =>
            new Decision.Upgrade(asked.Plan) { Request = asked.Request },

        (Observation.DaemonExited { End: var end, IsOurs: var isOurs }, _) => AfterItsEnd(known, end, isOurs),

        _ => new Decision.KeepRunning(),
    };

    private static Decision AfterItsEnd(Knowledge known, DaemonEnd end, bool isOurs) => known switch
    {
        // Whatever its code: a node that announced its upgrade and is gone, is gone for that.
        { Announced: { } plan } => CarryOut(known, plan, end.ToString()),

        // Its logger was silenced, or writes to a file: only the panic is seen. What is x/upgrade's own sentence from its first word on,
        // and the node's last one, says as much as an announcement and a halt.
        { Halted.Plan: { } plan } when !IsSkipped(known, plan) => CarryOut(known, plan, end.ToString()),

        // The next life is told of its plan file, and says again what its data needs.
        _ when isOurs => new Decision.Exit(end.ExitCode),

        { Filed: { Meaning: not (PlanFileMeaning.Coming or PlanFileMeaning.Near) } filed } => AtItsEnd(known, filed, end.ToString()),

        // The binary says which version its data needs, and the disk names it too: two witnesses.
        { Needs.Plan: { } plan } when !IsSkipped(known, plan) && !IsRunning(known, plan) => new Decision.Upgrade(plan),

        _ => new Decision.Exit(end.ExitCode),
    };

    // A plan file of this life, and a node that does not go on.
    private static Decision AtItsEnd(Knowledge known, Observation.PlanFileSeen filed, string whatItDid) => filed.Meaning switch
    {
        PlanFileMeaning.Own => WrongBinary(known, filed.Plan, $"wrote its plan file and {whatItDid}"),
        PlanFileMeaning.Coming => new Decision.KeepRunning(),
        PlanFileMeaning.Passed when CarryOut(known, filed.Plan, whatItDid) is Decision.Upgrade upgrade =>
            upgrade with { IsBeyondItsHeight = true },
        _ => CarryOut(known, filed.Plan, whatItDid),
    };

    // A node that was past the height when it was given it stops too, and that is not where the operator wanted the new binary.
    private static Decision AtHeight(UpgradePlan plan, long at, bool isMade) => at <= plan.Height
        ? new Decision.Upgrade(plan, FirstBlock: isMade ? plan.Height + 1 : plan.Height)
        : new Decision.StartAgain(plan, PassedAt: at);

    // Switching to what runs already would make the same binary halt again, for ever.
    private static Decision CarryOut(Knowledge known, UpgradePlan plan, string whatItDid) =>
        IsRunning(known, plan) ? WrongBinary(known, plan, $"asked for the upgrade \"{plan.Name}\" and {whatItDid}")
        : new Decision.Upgrade(Whole(known, plan)) { IsOnTheLogAlone = !HasSecondWitness(known, plan) };

    private static Decision.Refuse WrongBinary(Knowledge known, UpgradePlan plan, string whatItDid) => new(
        $"the daemon in {DaemonHome.TargetOf(known.Running ?? "")} {whatItDid}, so it is not the binary of the upgrade \"{plan.Name}\". "
        + $"Put the binary of that upgrade in its place and start again");

    // What the node itself made, and no stranger's text in a line of its log can have made.
    private static bool HasSecondWitness(Knowledge known, UpgradePlan plan) =>
        IsCalled(known.Filed?.Plan, plan.Name) || IsCalled(known.Halted?.Plan, plan.Name);

    private static UpgradePlan Whole(Knowledge known, UpgradePlan plan) =>
        BestInfo.Of(plan, known.Filed?.Plan, known.Halted?.Plan, known.Announced);

    // The same halt may be said more than once, and less each time.
    private static Observation.Halted Fuller(Observation.Halted? before, Observation.Halted now) =>
        now.Plan is null && before?.Name == now.Name ? before : now;

    private static bool IsSkipped(Knowledge known, UpgradePlan plan) => known.Skip.Contains(plan.Height);

    private static bool IsRunning(Knowledge known, UpgradePlan plan) => IsCalled(plan, known.Running);

    // Folders may have been lower-cased (recase), plans have not.
    private static bool IsCalled(UpgradePlan? plan, string? name) =>
        plan is not null && plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
