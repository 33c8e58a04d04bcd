using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>Of what is copied before the halt.</summary>
internal abstract partial record Happening
{
    /// <param name="Plan">For whose backup.</param>
    /// <param name="Height">Its.</param>
    /// <param name="Files">That are ahead by now.</param>
    /// <param name="Ahead">Bytes of them, for people.</param>
    /// <param name="Copied">Of those, what this round has copied.</param>
    /// <param name="Left">What the halt would still have to copy.</param>
    internal sealed record BackupCopiedAhead(string Plan, long Height, long Files, string Ahead, string Copied, string Left)
        : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-copied-ahead", LogLevel.Info, "files of the coming backup copied before the halt",
            "`copied` by this round, `ahead` in all; `left` is what the halt still has to copy");

        public override (string Name, object? Value)[] Facts =>
            [("plan", Plan), ("height", Height), ("files", Files), ("ahead", Ahead), ("copied", Copied), ("left", Left)];
    }

    internal sealed record BackupAheadFailed(string? Plan, long? Height, string Reason) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-ahead-failed", LogLevel.Warning, "the coming backup cannot be copied ahead",
            "`reason`; what is not copied ahead is copied at the halt, which then takes longer. The next round tries again");

        public override (string Name, object? Value)[] Facts => [("plan", Plan), ("height", Height), ("reason", Reason)];
    }

    internal sealed record BackupAheadRemoved(string Folder) : Happening(OfKind)
    {
        public static readonly HappeningKind OfKind = new(
            "backup-ahead-removed", LogLevel.Info, "no upgrade is near any more; what was copied ahead is removed",
            "the plan was cancelled or moved, or the backup ahead was switched off");

        public override (string Name, object? Value)[] Facts => [("folder", Folder)];
    }
}
