using Cosmovisor.Logging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>Of the files in which an upgrade is written down.</summary>
internal abstract partial record Happening
{
    internal sealed record HistoryUnreadable(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "history-unreadable", LogLevel.Warning, "the history of upgrades cannot be read",
            "`reason`; a loop of upgrades over several starts would not be noticed");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }

    internal sealed record JournalStays(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "journal-stays", LogLevel.Warning, "the journal of the upgrade could not be removed",
            "a problem of the disk; each start gives the upgrade up again");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }

    internal sealed record JournalUnreadable(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "journal-unreadable", LogLevel.Error,
            "the journal of an upgrade cannot be understood and is moved aside; what current points to is started",
            "another program wrote it, or another version of cosmovisor. `current` is started; check whether it fits the data");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }

    internal sealed record StepLeftNothing(UpgradeStep Step, string Left, bool DoneAgain) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "step-left-nothing", LogLevel.Warning, "the result of a step is gone",
            "the backup was removed meanwhile. It is taken again unless a migration has begun");

        public override (string Name, object? Value)[] Facts => [("step", Step), ("left", Left), ("done_again", DoneAgain)];
    }

    internal sealed record JournalNotWritten(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "journal-not-written", LogLevel.Warning, "the journal could not be written",
            "a problem of the disk; the step's own failure follows");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }

    internal sealed record PlanFileForTheNode(string File, string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-written", LogLevel.Info, "the plan file is written for the new version, which may add its stores from it",
            "it may add its stores from it; cosmovisor itself does nothing for it");

        public override (string Name, object? Value)[] Facts => [("file", File), ("plan", Plan), ("height", Height)];
    }

    internal sealed record PlanFileForTheNodeLost(string File, string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-not-written", LogLevel.Warning,
            "the plan file could not be written for the new version; one that adds stores ends with \"new stores should be added using StoreUpgrades\"",
            "`reason`; a version without new stores does not need it");

        public override (string Name, object? Value)[] Facts => [("file", File), ("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record OldGenesisNotBack(string Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "genesis-not-restored", LogLevel.Error,
            "the old genesis could not be restored; the next start goes on with the new one",
            "a problem of the disk; the next start goes on with the upgrade");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("reason", Reason)];
    }

    internal sealed record RecordNotFinalised(string Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "record-not-finalised", LogLevel.Error, "the upgrade succeeded, but its record could not be finalised; the next start retries",
            "a problem of the disk; the next start retries");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("reason", Reason)];
    }

    internal sealed record PlanNotLeft(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-not-left", LogLevel.Warning, "the plan could not be written beside the new binary; nothing depends on it",
            "it has no effect on the node");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }

    internal sealed record JournalLostWithPower(string File) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "journal-lost", LogLevel.Warning,
            "power was lost during an upgrade, before its journal was on the disk; only steps that can be repeated had begun, and the upgrade begins again unless current has it",
            "only steps that can be repeated had begun. The upgrade begins again, unless `current` has it");

        public override (string Name, object? Value)[] Facts => [("file", File)];
    }

    internal sealed record DowntimeNotKept(string Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "downtime-not-kept", LogLevel.Warning, "the downtime of the upgrade could not be added to the history",
            "a problem of the disk; `state.json` has it, if that can be written. Nothing depends on it");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("reason", Reason)];
    }
}
