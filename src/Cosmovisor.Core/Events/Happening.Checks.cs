using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of what is looked at ahead of need.</summary>
internal abstract partial record Happening
{
    internal sealed record PlanFileNotWritable(string File, string User, string Run) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-file-not-writable", LogLevel.Warning,
            "the node has no permission to write its plan file: at the height of an upgrade it fails and stands still, and cosmovisor sees no upgrade. Give the file to the node's user",
            "at the height it would stand still without a message. `run` is the command that helps");

        public override (string Name, object? Value)[] Facts => [("file", File), ("user", User), ("run", Run)];
    }

    internal sealed record DataElsewhere(string Setting, string Path, string Data) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "data-elsewhere", LogLevel.Warning, "the node keeps part of its data outside of the data folder; make sure that your backups hold it",
            "`db_dir` or `priv_validator_state_file` of its config.toml lead out of the data folder");

        public override (string Name, object? Value)[] Facts => [("setting", Setting), ("path", Path), ("data", Data)];
    }

    internal sealed record HomesDiffer(string Home, string Data, string DaemonHome) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "homes-differ", LogLevel.Warning, "the node's home is not DAEMON_HOME",
            "`--home` or `DAEMON_DATA_DIR` lead elsewhere. This is right if you meant it; check whether these binaries and that data belong together");

        public override (string Name, object? Value)[] Facts => [("home", Home), ("data", Data), ("daemon_home", DaemonHome)];
    }

    internal sealed record LookAheadFailed(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "look-ahead-failed", LogLevel.Warning, "could not look ahead",
            "`reason`; the next look tries again");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }
}
