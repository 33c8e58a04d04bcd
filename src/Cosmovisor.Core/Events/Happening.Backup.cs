using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of backups.</summary>
internal abstract partial record Happening
{
    /// <param name="Name">Its.</param>
    /// <param name="Folder">Where the data is.</param>
    /// <param name="Files">How many.</param>
    /// <param name="Bytes">Of all of them.</param>
    /// <param name="Ways">How many bytes were copied and shared, for people.</param>
    /// <param name="NoReflinkBecause">Why nothing could be shared by reflink; null when it could.</param>
    /// <param name="Took">From its beginning.</param>
    internal sealed record BackupTaken(string Name, string Folder, long Files, long Bytes, (string Copied, string Reflinked, string Hardlinked) Ways, string? NoReflinkBecause, TimeSpan Took)
        : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("backup-taken", LogLevel.Info, "backup done", "`folder`, how many `files` and `bytes`, and how they came there");

        public override (string Name, object? Value)[] Facts =>
        [
            ("name", Name), ("folder", Folder), ("files", Files), ("bytes", Bytes), ("copied", Ways.Copied), ("reflinked", Ways.Reflinked), ("hardlinked", Ways.Hardlinked),
            ("no_reflink_because", NoReflinkBecause), ("took", Took),
        ];
    }

    /// <param name="Plan">Before which.</param>
    /// <param name="Snapshot">As the operator's command has named it.</param>
    /// <param name="Took">From its beginning.</param>
    internal sealed record SnapshotTaken(string Plan, string Snapshot, TimeSpan Took) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("backup-taken", LogLevel.Info, "backup command done", "the operator's own command; its last line names the `snapshot`");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("snapshot", Snapshot), ("took", Took)];
    }

    internal sealed record BackupPruned(string Name, DateTimeOffset Taken, int Keep) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new("backup-pruned", LogLevel.Info, "backup removed", "an old one; the newest `keep` stay");

        public override (string Name, object? Value)[] Facts => [("name", Name), ("taken", Taken), ("keep", Keep)];
    }
}
