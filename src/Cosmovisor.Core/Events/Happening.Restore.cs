using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of restoring one.</summary>
internal abstract partial record Happening
{
    internal sealed record RestoreFinished(string Backup, string Data) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restore-resumed", LogLevel.Info, "finishing an interrupted restore",
            "the data had been replaced already; the rest is done now");

        public override (string Name, object? Value)[] Facts => [("backup", Backup), ("data", Data)];
    }

    internal sealed record RestoreUndone(string Backup, string Data) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restore-undone", LogLevel.Info, "taking back an interrupted restore: the data had not been replaced",
            "the data is as before the restore");

        public override (string Name, object? Value)[] Facts => [("backup", Backup), ("data", Data)];
    }

    internal sealed record RestoreSwaps(string Data, string OldDataGoesTo) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restore-swaps", LogLevel.Info, "the restored data is complete; it is swapped in",
            "from here on a crash is finished by the next run of the command");

        public override (string Name, object? Value)[] Facts => [("data", Data), ("old_data_goes_to", OldDataGoesTo)];
    }

    internal sealed record HardLinksChanged(string Which) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restore-remark", LogLevel.Warning,
            "the mode, owner or time of hard-linked files has changed in the live data since; the recorded ones are restored",
            "`which` files; their bytes are unchanged");

        public override (string Name, object? Value)[] Facts => [("which", Which)];
    }

    internal sealed record RestoreBegan(string Backup, string From, string Building, long Files, long Bytes) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restore-began", LogLevel.Info, "restore begins",
            "the new data is built beside the old one");

        public override (string Name, object? Value)[] Facts =>
            [("backup", Backup), ("from", From), ("building", Building), ("files", Files), ("bytes", Bytes)];
    }

    internal sealed record RestoreRemark(string Remark) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restore-remark", LogLevel.Warning, "about the restore", "a `remark` about one file");

        public override (string Name, object? Value)[] Facts => [("remark", Remark)];
    }

    internal sealed record RestoreLeftoversRemoved(string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "leftovers-removed", LogLevel.Info, "removing what an interrupted restore has left",
            "after a crash");

        public override (string Name, object? Value)[] Facts => [("folder", Folder)];
    }

    internal sealed record RestoreDone(string Backup, string Data, string? OldData, string? Version) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "restore-done", LogLevel.Info, "restore done",
            "`data` is that of the backup, `old_data` what was there, `version` what `current` points to");

        public override (string Name, object? Value)[] Facts =>
            [("backup", Backup), ("data", Data), ("old_data", OldData), ("version", Version)];
    }

    internal sealed record PreviousGenesis(string File, string From, string? NewerOne) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "genesis-restored", LogLevel.Info, "previous genesis restored",
            "the newer one is kept as `newer_one`");

        public override (string Name, object? Value)[] Facts => [("file", File), ("from", From), ("newer_one", NewerOne)];
    }
}
