using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of the operator's schedule.</summary>
internal abstract partial record Happening
{
    internal sealed record BatchEntryIsOver(string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "batch-entry-over", LogLevel.Info, "an upgrade of a batch is over and is left out",
            "`reason`; nothing to do");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record SdkBatchNotWritten(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "sdk-batch-not-written", LogLevel.Warning,
            "the batch file of the SDK's cosmovisor was not written; scripts that look for it hand in their batch again",
            "only scripts that look for the file miss it");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }

    internal sealed record HaltHeightPassed(string Plan, long Height, long Reached) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "halt-height-passed", LogLevel.Warning, "the node was given a halt height that it has passed; it is started again without it",
            "it is started again at once without it");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reached", Reached)];
    }

    internal sealed record HaltHeightRefused(string Plan, long Height, string Version) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "halt-height-refused", LogLevel.Warning, "the daemon refused --halt-height; it is started again without it",
            "it is started again without it; the entry is carried out only if the chain asks for it too");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("version", Version)];
    }

    internal sealed record ScheduledDone(string? Plan, int Scheduled) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "schedule-done", LogLevel.Info, "an upgrade of the schedule is done and is removed from it",
            "its version is current");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("scheduled", Scheduled)];
    }

    internal sealed record ScheduledPassed(string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "schedule-passed", LogLevel.Warning, "an upgrade of the schedule can no longer be carried out, and is removed from it",
            "`reason`: the node has passed its height, or a later version runs");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record ScheduleNotWritten(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "schedule-not-written", LogLevel.Warning, "the schedule cannot be changed; the node is run without the removed entries",
            "the disk, or the owner of the file; see `reason`");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }

    internal sealed record SilentHalt(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-halted", LogLevel.Info, "the node ended without a message and its data is at its halt height: it has halted there",
            "a node up to SDK 0.47 whose log level hides its halt; the entry is carried out");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record EndedSilently(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-ended-silently", LogLevel.Warning,
            "the node ended with 0 and did not say that it halted at its halt height, so it is not upgraded; up to SDK 0.47 a node that logs errors only cannot say so: set its log level to info",
            "an ordinary end; or one at the height, of a node whose log level hid it: then let it log at `info` and start again");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record ScheduledByTheChain(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "schedule-is-the-chains", LogLevel.Info,
            "an upgrade of the schedule is the chain's own plan: the node halts for it by itself, and is given no halt height",
            "nothing to do: the node halts for it by itself");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record ScheduledBinaryMissing(string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "schedule-not-ready", LogLevel.Warning, "an upgrade is scheduled whose binary is not ready",
            "`reason`; see to it before the height comes");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record LogLevelHidesHalt(string DaemonLogLevel) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "log-level-hides-halt", LogLevel.Warning,
            "the daemon's own log level hides what a node up to SDK 0.47 says when it halts; without that it is not upgraded: set its log level to info",
            "let the node log at `info`");

        public override (string Name, object? Value)[] Facts => [("daemon_log_level", DaemonLogLevel)];
    }

    internal sealed record SdkScheduleUnreadable(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "sdk-schedule-unreadable", LogLevel.Warning,
            "the schedule of the SDK's cosmovisor cannot be understood and is left where it is; the node is run without it",
            "`reason`. Correct it or remove it; until then its entries are not carried out");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }

    internal sealed record SdkScheduleNotWritten(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "sdk-schedule-not-written", LogLevel.Warning,
            "the schedule of the SDK's cosmovisor cannot be changed, so every start reads it again; remove it, or let this user write in its folder",
            "its entries are used anyway. Remove the file, or let this user write in `data/`");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }

    internal sealed record SdkEntryLeftOut(string Plan, long Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "sdk-entry-left-out", LogLevel.Warning, "an entry of the SDK's schedule is not taken over",
            "`reason`: carried out before, its height passed, or our own schedule says otherwise");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record SdkScheduleTakenOver(string From, int Entries, string To) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "sdk-schedule-taken-over", LogLevel.Info, "the schedule of the SDK's cosmovisor was taken over",
            "`upgrade-info.json.batch` became entries of our schedule");

        public override (string Name, object? Value)[] Facts => [("from", From), ("entries", Entries), ("to", To)];
    }

    internal sealed record NodeSettingsUnreadable(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-settings-unreadable", LogLevel.Warning, "the node's own settings cannot be read, so a halt-height in them is not known",
            "`config/app.toml`; a `halt-height` in it would be overridden");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }
}
