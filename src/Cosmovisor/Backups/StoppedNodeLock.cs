using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Proof that nobody works on the data: neither a supervisor of this home, nor a process that holds the lock of one of its databases or may
/// write to a file of it.
/// </summary>
internal sealed class StoppedNodeLock : IDisposable
{
    private const string LockFile = "LOCK";

    private readonly IDisposable _homeLock;

    private StoppedNodeLock(IDisposable homeLock) => _homeLock = homeLock;

    /// <summary>Keeps supervisors away until disposed.</summary>
    /// <param name="home">Whose supervisor must not run.</param>
    /// <param name="data">The data folder; need not be there.</param>
    /// <param name="what">What is refused, as the beginning of a sentence: "the restore".</param>
    /// <exception cref="RefusedException">Somebody is at work, and who.</exception>
    public static StoppedNodeLock Claim(DaemonHome home, string data, string what)
    {
        if (!Directory.Exists(home.Root))
        {
            throw new RefusedException(
                $"{home.Root} is not there, so this is not the home of a node that cosmovisor runs. Check DAEMON_HOME");
        }

        var mine = LockOwners.TryTakeFile(home.Lock) ?? throw new RefusedException(
            $"{what} was refused: a cosmovisor runs on this home ({home.Lock} is held{(FileLocks.FirstBelow([home.Root], "lock") is { } who ? $" by pid {who.Pid}" : "")}). Stop it first. Nothing was changed");

        try
        {
            RefuseOpenDatabases(data, what);
            return new StoppedNodeLock(mine);
        }
        catch
        {
            mine.Dispose();
            throw;
        }
    }

    public void Dispose() => _homeLock.Dispose();

    private static void RefuseOpenDatabases(string data, string what)
    {
        if (!Directory.Exists(data))
        {
            return;
        }

        var folder = RealPath.Of(data);

        // /proc names no holder in another container; asking the file itself finds that one too.
        if (FileLocks.FirstBelow([folder], LockFile) is { } holder)
        {
            throw Refusal(what, $"has a database open ({holder.File} is locked by {Pid(holder.Pid)})");
        }

        if (OpenFiles.FirstWriterBelow(folder) is { } writer)
        {
            throw Refusal(what, $"may write to the data ({Pid(writer.Pid)} has {writer.File} open)");
        }

        if (LockFiles(folder, [], followLinks: true).FirstOrDefault(LockOwners.IsHeld) is { } held)
        {
            throw Refusal(what, $"has a database open ({held} is locked by another process)");
        }
    }

    // A database on another disk is a link in the data folder itself. Deeper links are not followed, and no folder is looked into twice:
    // links may lead in a circle.
    private static IEnumerable<string> LockFiles(string folder, HashSet<(ulong Device, ulong Inode)> seen, bool followLinks)
    {
        if (FileFacts.OfTarget(folder) is not { Kind: FileKind.Folder } facts || !seen.Add((facts.Device, facts.Inode)))
        {
            yield break;
        }

        foreach (var entry in EntriesOf(folder))
        {
            if (Path.GetFileName(entry) == LockFile)
            {
                yield return entry;
            }

            var kind = FileFacts.IfReadable(entry)?.Kind;

            if (kind == FileKind.Folder || (kind == FileKind.Symlink && followLinks))
            {
                foreach (var deeper in LockFiles(entry, seen, followLinks: false))
                {
                    yield return deeper;
                }
            }
        }
    }

    // What may not be looked into is refused by the backup itself, with its name.
    private static string[] EntriesOf(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Pid(int pid) => $"pid {pid}";

    private static RefusedException Refusal(string what, string how) =>
        new($"{what} was refused: the node, or another program, {how}. Stop it first. Nothing was changed");
}
