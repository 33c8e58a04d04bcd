using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of the plan file, at the start and when its height comes.</summary>
internal abstract partial record Happening
{
    internal sealed record PlanRecordLost(string File, string Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-record-lost", LogLevel.Warning, "could not record that the plan is done; each start checks it again",
            "`reason`; nothing else depends on it");

        public override (string Name, object? Value)[] Facts => [("file", File), ("plan", Plan), ("reason", Reason)];
    }

    internal sealed record PlanFileUnreadableAtStart(string File, string Reason, string Version) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-unreadable", LogLevel.Warning, "the plan file cannot be read; the version that is current is started",
            "it was there at the start; `reason` says what is wrong with it");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason), ("version", Version)];
    }

    internal sealed record SkipNotRecorded(string Plan, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "skip-not-recorded", LogLevel.Warning,
            "the history could not be written, so a later start without --unsafe-skip-upgrades may carry this plan out",
            "keep `--unsafe-skip-upgrades` in the node's arguments until it can be");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("reason", Reason)];
    }

    internal sealed record PlanPendingAtStart(string Plan, long Height, string File) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-pending", LogLevel.Info, "the node needs an upgrade that was not carried out yet; the upgrade comes before its start",
            "a plan file was there at the start; its upgrade comes first");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("file", File)];
    }

    internal sealed record PlanFileByHand(string Plan, long Height, string File) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-waits", LogLevel.Warning,
            "the plan file was written by hand, ahead of its height; the upgrade waits for the node to halt there",
            "by the `add-upgrade` of SDK 1.6 or 1.7 (it left execute bits); the node is run up to that height");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("file", File)];
    }

    internal sealed record PlanWaitsAtStart(string Plan, long Height, string File) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-waits", LogLevel.Info, "the plan file names an upgrade whose height the node has not reached; it waits for that height",
            "it waits; there is nothing to do");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("file", File)];
    }

    internal sealed record PlanFileLeftAlone(string Plan, long Height, string Reason, string File) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-left-alone", LogLevel.Warning, "the plan file is ignored",
            "`reason`: older than the running version or the data, skipped, taken back or given up before, or `current` was pointed elsewhere by hand");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason), ("file", File)];
    }

    internal sealed record PlanBinaryMissingAtStart(string Plan, long Height, string Reason, string File) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-binary-missing", LogLevel.Warning,
            "the plan file names an upgrade whose binary cannot be obtained; current is started: a newer binary goes on, an older one halts again at once",
            "`reason`. If the node halts again, cosmovisor ends with exit code 70 and says what to do");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason), ("file", File)];
    }

    internal sealed record PlanFileByHandPassed(string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-passed", LogLevel.Warning, "the plan file, which a tool wrote, can no longer be carried out",
            "`reason`: the node has passed its height, or a later version runs");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record UpgradeNotPossible(string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-not-possible", LogLevel.Error,
            "an upgrade is due that cannot be carried out; the node is left running, and stopped only when its height stands still",
            "`reason`; put the binary in place. It is carried out when the node stands still");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record LinksAwaited(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "links-awaited", LogLevel.Info, "the plan file does not say where the binary is; the node's announcement may say it",
            "the node's announcement may say it, and comes with its halt");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record NodeHeardAgain(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-heard-again", LogLevel.Warning,
            "the plan file does not say where the binary is; the node is started once more and its output read, because its announcement may",
            "SDK up to 0.44.3: the links stand in the announcement alone");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record PassedWithoutBinary(string Plan, long Height, string Reason, string Current) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-binary-missing", LogLevel.Error,
            "the node has passed the height of its plan file and ended; the binary of that plan cannot be obtained, so nothing is switched",
            "its own code is passed on, and nothing is switched. Put the binary in place, or see why the node ended");

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan), ("height", Height), ("reason", Reason), ("current", Current)];
    }

    internal sealed record EndsAfterUpgrade() : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "ends-after-upgrade", LogLevel.Info, "ending after the upgrade, as DAEMON_RESTART_AFTER_UPGRADE=false says",
            "start cosmovisor again for the new binary");

        public override (string Name, object? Value)[] Facts => [];
    }
}
