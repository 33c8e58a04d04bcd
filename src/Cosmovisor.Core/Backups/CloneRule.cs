namespace Cosmovisor.Backups;

/// <summary>Which files may be shared with a backup by a hard link: those that their database never writes again.</summary>
/// <remarks>
/// Argued file by file, from each database's own documentation, in docs/adr/0020. A file that is not known here is copied.
/// A hard link is one file under two names: if the daemon wrote into it, the backup would change with it.
/// </remarks>
internal static class CloneRule
{
    private const long Second = 1_000_000_000;

    /// <param name="name">The file's name, without a folder.</param>
    /// <param name="modified">Its time of the last write.</param>
    /// <param name="folder">The folder it lies in.</param>
    public static bool MayBeLinked(string name, long modified, DatabaseFolder folder) =>
        DatabaseFolder.TableNumber(name) is { } number
        // A name alone proves nothing: .sst outside a folder with a MANIFEST-… may be badger's, or anything.
        && folder.ManifestModified is { } recorded
        // A table younger than the manifest is not in it: left over from a write that was cut off, and goleveldb opens that number again
        // with O_TRUNC.
        && (modified < recorded || (modified == recorded && !IsWholeSecond(modified)))
        // The same for the newest of its kind, when clocks or a copying tool have spoilt the times.
        && number < folder.NewestTables.GetValueOrDefault(Path.GetExtension(name));

    // Where times are kept to the second, what looks as old as the manifest may be younger.
    private static bool IsWholeSecond(long time) => time % Second == 0;
}
