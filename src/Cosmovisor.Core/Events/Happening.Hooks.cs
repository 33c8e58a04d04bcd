using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of scripts, genesis files and the new binary's own command.</summary>
internal abstract partial record Happening
{
    internal sealed record NewGenesisInForce(string File, string From, string? Kept) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "genesis-replaced", LogLevel.Info, "new genesis in force",
            "`config/genesis.json` was replaced; the old one is `kept`");

        public override (string Name, object? Value)[] Facts => [("file", File), ("from", From), ("kept", Kept)];
    }

    internal sealed record OldGenesisBack(string File) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "genesis-restored", LogLevel.Warning, "the old genesis is restored",
            "a later step failed, or the upgrade was taken back");

        public override (string Name, object? Value)[] Facts => [("file", File)];
    }

    internal sealed record ScriptBegan(string Script, string Plan, long Height) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "script-began", LogLevel.Info, "running a migration script",
            "its output follows, with `hook=`");

        public override (string Name, object? Value)[] Facts => [("script", Script), ("plan", Plan), ("height", Height)];
    }

    internal sealed record NoPreUpgrade(string Binary) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "no-pre-upgrade", LogLevel.Info, "the new binary has no pre-upgrade command",
            "it ended with 1, and that is fine");

        public override (string Name, object? Value)[] Facts => [("binary", Binary)];
    }

    internal sealed record PreUpgradeRetry(int Asked, int Retries, TimeSpan Pause) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "pre-upgrade-retry", LogLevel.Warning, "pre-upgrade requests a retry",
            "exit code 31; it is run again after the `pause`");

        public override (string Name, object? Value)[] Facts => [("asked", Asked), ("retries", Retries), ("pause", Pause)];
    }

    internal sealed record ScriptUnfit(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "script-unfit", LogLevel.Warning,
            "the script for every upgrade cannot be run; repair it before the next upgrade, which is refused otherwise",
            "`reason`: it is missing, its interpreter is missing, or it has Windows line ends. The upgrade would be refused before the node is stopped");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }
}
