using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Events;

/// <summary>Of what the chain, the node and the operator ask for.</summary>
internal abstract partial record Happening
{
    internal sealed record PlanAnnounced(UpgradePlan Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-announced", LogLevel.Warning, "the node announces an upgrade; it is carried out when the node halts",
            "the log said UPGRADE NEEDED. Nothing happens until the node halts");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height), ("info", Plan.Info)];
    }

    internal sealed record PlanFound(UpgradePlan Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-found", LogLevel.Info, "the node wrote its plan file",
            "`upgrade-info.json` names an upgrade, and the node is at its height, or nothing contradicts that");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height)];
    }

    internal sealed record PlanWaits(UpgradePlan Plan, string? Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-waits", LogLevel.Info, "the plan file names an upgrade that is not due; it waits for its height",
            "`reason` has the node's height. Some nodes write the file days ahead");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height), ("reason", Reason)];
    }

    internal sealed record NodeHalted(string Plan, long? Height = null) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-halted", LogLevel.Info, "the node has halted for an upgrade", "now it is carried out");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];

        public override (string Name, object? Value)[] LogFacts => [("plan", Plan)];
    }

    internal sealed record NodeHaltedAtItsHeight(long Height, long? Reached) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-halted", LogLevel.Info, "the node has halted at its halt height", "now the entry of the schedule is carried out");

        public override (string Name, object? Value)[] Facts => [("height", Height), ("reached", Reached)];
    }

    internal sealed record PlanScheduled(string Plan, long? Height, string? Binary) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-scheduled", LogLevel.Info, "an upgrade was added by hand",
            "`add-upgrade` or `add-batch-upgrade`: its `binary` is in place, its `height` in the schedule");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("binary", Binary)];
    }

    internal sealed record RunUpToHeight(UpgradePlan Plan, int Scheduled) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "run-up-to", LogLevel.Info, "the node is run up to the next height of the schedule",
            "with `--halt-height`; `scheduled` entries are waiting");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height), ("scheduled", Scheduled)];
    }

    internal sealed record UpgradeDue(UpgradePlan Plan, string Witness) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("upgrade-due", LogLevel.Info, "an upgrade is due",
            "`witness` says what began it: the plan file, the halt in the output, the daemon's end after its announcement, the halt height of the schedule");

        public override (string Name, object? Value)[] Facts => [("plan", Plan.Name), ("height", Plan.Height), ("witness", Witness)];
    }
}
