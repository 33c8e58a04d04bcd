using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of making and keeping backups.</summary>
internal abstract partial record Happening
{
    internal sealed record SnapshotWasThere(string Name, string? Snapshot) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-was-there", LogLevel.Info, "the snapshot exists already and is not taken again",
            "from an earlier try of the same plan");

        public override (string Name, object? Value)[] Facts => [("name", Name), ("snapshot", Snapshot)];
    }

    internal sealed record BackupCommandBegan(string Plan, string Command) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-began", LogLevel.Info, "backup command begins",
            "the operator's own command; its output follows");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("command", Command)];
    }

    internal sealed record BackupLeftoversRemoved(string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "leftovers-removed", LogLevel.Info, "removing what an interrupted backup has left",
            "after a crash");

        public override (string Name, object? Value)[] Facts => [("folder", Folder)];
    }

    internal sealed record BackupBegan(string Plan, string Source, string To, long Files, long Bytes, string Mode) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-began", LogLevel.Info, "backup begins",
            "`source`, `to`, `mode`, how many files and bytes");

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan), ("source", Source), ("to", To), ("files", Files), ("bytes", Bytes), ("mode", Mode)];
    }

    internal sealed record BackupWasThere(string Name, string Folder, DateTimeOffset? Taken) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-was-there", LogLevel.Info, "the backup exists already and is not taken again",
            "from an earlier try of the same plan");

        public override (string Name, object? Value)[] Facts => [("name", Name), ("folder", Folder), ("taken", Taken)];
    }

    internal sealed record BackupSetAside(string Was, string Is) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-set-aside", LogLevel.Warning, "an incomplete backup was in this place; it is kept under another name",
            "it has no completion mark. Check it, and remove it");

        public override (string Name, object? Value)[] Facts => [("was", Was), ("is", Is)];
    }

    internal sealed record BackupRemark(string Remark) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-remark", LogLevel.Warning, "about the backup",
            "a `remark` about one file, such as a link that leads out of the folder");

        public override (string Name, object? Value)[] Facts => [("remark", Remark)];
    }

    internal sealed record BackupInUse(string Name) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-in-use", LogLevel.Warning, "backup not removed, it is in use",
            "the next pruning tries again");

        public override (string Name, object? Value)[] Facts => [("name", Name)];
    }

    internal sealed record PruningFailed(string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "pruning-failed", LogLevel.Warning, "old backups could not be removed",
            "`reason`; the upgrade is done. Check the free space on that disk");

        public override (string Name, object? Value)[] Facts => [("reason", Reason)];
    }

    /// <param name="Name">Its.</param>
    /// <param name="Folder">Where the data is.</param>
    /// <param name="Files">How many.</param>
    /// <param name="Bytes">Of all of them.</param>
    /// <param name="Ways">How many bytes were copied and shared, for people.</param>
    /// <param name="Ahead">How many bytes had been copied before the halt; null for none.</param>
    /// <param name="NoReflinkBecause">Why nothing could be shared by reflink; null when it could.</param>
    /// <param name="Took">From its beginning.</param>
    internal sealed record BackupTaken(string Name, string Folder, long Files, long Bytes,
        (string Copied, string Reflinked, string Hardlinked) Ways, string? Ahead, string? NoReflinkBecause, TimeSpan Took)
        : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-taken", LogLevel.Info, "backup done", "`folder`, how many `files` and `bytes`, and how they were made");

        public override (string Name, object? Value)[] Facts =>
        [
            ("name", Name), ("folder", Folder), ("files", Files), ("bytes", Bytes), ("copied", Ways.Copied),
            ("reflinked", Ways.Reflinked), ("hardlinked", Ways.Hardlinked),
            ("ahead", Ahead), ("no_reflink_because", NoReflinkBecause), ("took", Took),
        ];
    }

    /// <param name="Plan">Before which.</param>
    /// <param name="Snapshot">As the operator's command has named it.</param>
    /// <param name="Took">From its beginning.</param>
    internal sealed record SnapshotTaken(string Plan, string Snapshot, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-taken", LogLevel.Info, "backup command done", "the operator's own command; its last line names the `snapshot`");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("snapshot", Snapshot), ("took", Took)];
    }

    internal sealed record BackupPruned(string Name, DateTimeOffset Taken, int Keep) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-pruned", LogLevel.Info, "backup removed", "an old one; the newest `keep` stay");

        public override (string Name, object? Value)[] Facts => [("name", Name), ("taken", Taken), ("keep", Keep)];
    }
}
