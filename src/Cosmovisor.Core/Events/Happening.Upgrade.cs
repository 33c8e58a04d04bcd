using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>Of carrying out an upgrade.</summary>
internal abstract partial record Happening
{
    internal sealed record UpgradeBegan(UpgradePlan Plan, string From) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-began", LogLevel.Info, "upgrade begins", "with its plan and height, and the version that ran, `from`");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height), ("from", From)];
    }

    /// <summary>An earlier life of ours has left it in the middle of it.</summary>
    internal sealed record UpgradeResumed(Journal Journal) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-resumed", LogLevel.Warning, "an upgrade is not over",
            "an earlier run ended in the middle of it, at `step`; it goes on, or the next line says why not");

        public override (string Name, object? Value)[] Facts =>
        [
            ("plan", Journal.Plan.Name), ("height", Journal.Plan.Height), ("from", Journal.From), ("to", Journal.To),
            ("step", Journal.Last?.Step), ("tries", Journal.Last?.Tries), ("trouble", Journal.Last?.Trouble),
        ];
    }

    internal sealed record StepBegan(UpgradeStep Step, string Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("step-began", LogLevel.Info, "step begins", "in the events alone")
        {
            IsLogged = false
        };

        public override (string Name, object? Value)[] Facts => [("step", Step), ("plan", Plan)];
    }

    internal sealed record StepDone(UpgradeStep Step, string Plan, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "step-done", LogLevel.Info, "step done", "one step of the upgrade, and how long it `took`");

        public override (string Name, object? Value)[] Facts => [("step", Step), ("plan", Plan), ("took", Took)];
    }

    internal sealed record StepWasDone(UpgradeStep Step, string Plan, string? Left) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("step-done-before", LogLevel.Info, "step was done before",
            "by an earlier try, and is not done again; its result, `left`, is in use");

        public override (string Name, object? Value)[] Facts => [("step", Step), ("plan", Plan), ("left", Left)];
    }

    internal sealed record StepFailed(UpgradeStep Step, string Plan, string Reason, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("step-failed", LogLevel.Error, "step failed",
            "in the events alone; in the log the failure of the upgrade says it")
        { IsLogged = false };

        public override (string Name, object? Value)[] Facts => [("step", Step), ("plan", Plan), ("reason", Reason), ("took", Took)];
    }

    internal sealed record UpgradeDone(Journal Journal, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-done", LogLevel.Info, "upgrade done", "`current` points `to` the new version, which is started next");

        public override (string Name, object? Value)[] Facts =>
            [("plan", Journal.Plan.Name), ("height", Journal.Plan.Height), ("from", Journal.From), ("to", Journal.To), ("took", Took)];
    }

    /// <param name="Plan">Which.</param>
    /// <param name="Step">Where.</param>
    /// <param name="Reason">In up to four lines: what failed and why, what state things are in, what to do, what happens by itself.</param>
    internal sealed record UpgradeFailed(UpgradePlan Plan, UpgradeStep Step, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-failed", LogLevel.Error, "upgrade … failed at STEP: …",
            "the node is stopped, `current` is as before; the lines say what to do. The exit code is 70, and the next start tries again");

        public override string Words => Reason;

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan.Name), ("height", Plan.Height), ("step", Step), ("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts => [];
    }

    internal sealed record UpgradeInterrupted(UpgradePlan Plan, UpgradeStep Step, string Signal, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("upgrade-interrupted", LogLevel.Warning, "upgrade … was interrupted at STEP",
            "a signal asked us to end in the middle of it. The next start carries on with it");

        public override string Words => Reason;

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan.Name), ("height", Plan.Height), ("step", Step), ("signal", Signal)];

        public override (string Name, object? Value)[] LogFacts => [("plan", Plan.Name), ("step", Step), ("signal", Signal)];
    }

    /// <param name="Journal">Of the upgrade that was done.</param>
    /// <param name="Reason">As the history has it.</param>
    /// <param name="IsByItself">No operator has asked for it.</param>
    internal sealed record UpgradeTakenBack(Journal Journal, string Reason, bool IsByItself) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-taken-back", LogLevel.Error, "the upgrade is taken back",
            "`current` points to the old version again, for the `reason`. Where the new version died at once, it is on standard error too");

        public override (string Name, object? Value)[] Facts => [("plan", Journal.Plan.Name), (
            "height", Journal.Plan.Height), ("current", Journal.From), ("from", Journal.To), ("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts =>
            [("plan", Journal.Plan.Name), ("current", Journal.From), ("reason", Reason)];

        public override string? OnTheTerminal => !IsByItself || Journal.Request is not null ? null
            : $"upgrade \"{Journal.Plan.Name}\" (height {Journal.Plan.Height}) was taken back: the new version ended at once, before it had opened the data.\n"
            + $"The node is stopped; current points to {Journal.From} again.\n"
            + $"Check the new binary: cosmovisorctl verify {Journal.Plan.Name}. Put the right one in place, and start again.";
    }

    internal sealed record UpgradeGivenUp(UpgradePlan Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-given-up", LogLevel.Warning, "the upgrade is given up", "for the `reason`; it has a line in the history");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height), ("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts => [("plan", Plan.Name), ("reason", Reason)];
    }

    internal sealed record UpgradeForgotten(UpgradePlan Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-given-up", LogLevel.Warning, "the upgrade that was begun is given up; nothing but upgrades/ was changed",
            "the plan file was corrected, replaced or removed, or the binary cannot be obtained; nothing but `upgrades/` was changed");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height), ("reason", Reason)];

        public override (string Name, object? Value)[] LogFacts => [("plan", Plan.Name), ("reason", Reason)];
    }
}
