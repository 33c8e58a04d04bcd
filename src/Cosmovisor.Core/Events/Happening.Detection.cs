using Cosmovisor.Home;
using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of what the node says and writes, seen.</summary>
internal abstract partial record Happening
{
    internal sealed record PanicNamesPlan(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-halted-unannounced", LogLevel.Warning,
            "the node says that it stops for an upgrade it has not announced; the upgrade is carried out when the node ends",
            "only its last panic or error was seen, not the announcement before it. Carried out when the node ends, or by its plan file");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record PlanNamedOnly(string Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-named", LogLevel.Warning,
            "the node names an upgrade as it stops, and has not announced it; nothing is done for this line alone",
            "nothing is done: the sentence may be text from outside, in an error");

        public override (string Name, object? Value)[] Facts => [("plan", Plan)];
    }

    internal sealed record PlanLeftUnlessItEnds(string Plan, long Height, string? Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-in-doubt", LogLevel.Warning, "the plan file is ignored unless the node ends or stands still",
            "the node is beyond the height, or only an old sign state says so");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record NodeStandsStill(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-stands-still", LogLevel.Warning, "the node stands still since it wrote its plan file",
            "no block, and none of the node's files written for 30 s: the upgrade is carried out");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record NodeGoesOn(string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "node-goes-on", LogLevel.Warning,
            "the node goes on beyond the height of its plan file, so it has carried out that upgrade by itself",
            "it has carried the upgrade out by itself; that is written down beside `current`");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height)];
    }

    internal sealed record HaltHeightUnknown() : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "halt-height-unknown", LogLevel.Warning, "the daemon has no --halt-height flag",
            "it has no such flag; it is started again without it");

        public override (string Name, object? Value)[] Facts => [];
    }

    internal sealed record PlanUnusable(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-unusable", LogLevel.Error, "the node announces an upgrade that cannot be carried out",
            "`reason` says why: no name, a name that is not a folder, a height that is not a height");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }

    internal sealed record BinaryAhead(string Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "binary-ahead", LogLevel.Warning,
            "the running binary is newer than the chain: it knows an upgrade the chain has not reached yet. Point current back to the version before it, and start again",
            "`current` is ahead. Point it back to the version before");

        public override (string Name, object? Value)[] Facts => [("plan", Plan)];
    }

    internal sealed record PlanFilePolled(string File, TimeSpan Every) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-polled", LogLevel.Warning, "the plan file is polled, because inotify is not available",
            "mostly the limit `fs.inotify.max_user_instances`");

        public override (string Name, object? Value)[] Facts => [("file", File), ("every", Every)];
    }

    internal sealed record PlanFileUnreadable(string File, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-unreadable", LogLevel.Error, "the plan file cannot be read; it is read again until that succeeds",
            "`reason`; incomplete for 5 s");

        public override (string Name, object? Value)[] Facts => [("file", File), ("reason", Reason)];
    }

    internal sealed record PlanFileElsewhere(string Plan, long Height, string Written, string Expected) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-elsewhere", LogLevel.Error,
            "the node writes its plan file into another home, so its upgrade is not carried out. Start it with the right --home, or set DAEMON_DATA_DIR",
            "`written` and `expected`. The node runs without `--home`: no upgrade is carried out until it has it");

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan), ("height", Height), ("written", Written), ("expected", Expected)];
    }

    internal sealed record BinaryBehind(string Plan) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "binary-behind", LogLevel.Error, "the running binary is older than its data: …",
            "the chain carried out that upgrade before. The line says which version to point `current` to");

        public override string Words =>
            "the running binary is older than its data: the chain carried out an upgrade before, and this binary does not have it. "
            + $"Put the binary of that version below {DaemonHome.TargetOf(Plan)}, point current there (ln -sfn {DaemonHome.TargetOf(Plan)} current, in the folder cosmovisor), and start again";

        public override (string Name, object? Value)[] Facts => [("plan", Plan)];
    }
}
