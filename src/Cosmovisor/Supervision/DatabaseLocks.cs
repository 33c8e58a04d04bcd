using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>The lock files of the node's databases (LevelDB, RocksDB, Pebble: <c>data/*/LOCK</c>).</summary>
/// <remarks>
/// The kernel lets go of a lock with its owner, and all descendants are gone by now; so a lock that is still held belongs to somebody else,
/// such as an export started by hand. A new binary would fail on it ("resource temporarily unavailable", cosmos-sdk issue 12101).
/// </remarks>
internal sealed class DatabaseLocks(IReadOnlyCollection<string> dataFolders, INews news)
{
    private const string LockFile = "LOCK";
    private const int Deepest = 3; // data/snapshots/metadata.db is the deepest known
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <exception cref="RefusedException">Somebody holds one for longer than <paramref name="patience"/>.</exception>
    /// <exception cref="OperationCanceledException">We were asked to end meanwhile.</exception>
    public void AwaitFree(EventLoop thread, TimeSpan patience)
    {
        if (Held() is not { } held)
        {
            return;
        }

        news.Tell(new Happening.LockAwaited(held.File, held.Pid));
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;

        // The kernel has no event for a lock that is let go, so this looks again and again, while one is held and only then.
        while (Held() is { } still)
        {
            if (Environment.TickCount64 >= until)
            {
                throw new RefusedException(
                    $"{still.File} is held by {(still.Pid > 0 ? $"pid {still.Pid}" : "a process of another container or user")}, which is not a process of this daemon. End that process: the node's data must be free before it is touched");
            }

            _ = thread.Until(() => thread.StopRequest.IsMade, BetweenLooks);

            if (thread.StopRequest.IsMade)
            {
                throw new OperationCanceledException();
            }
        }
    }

    // Asking each lock costs microseconds; finding out whose it is costs milliseconds, and only when one is held.
    private HeldLock? Held() =>
        dataFolders.SelectMany(LockFilesOf).FirstOrDefault(LockOwners.IsHeld) is { } file
            ? FileLocks.FirstBelow([Path.GetDirectoryName(file)!], LockFile) ?? new HeldLock(file, 0)
            : null;

    // The root's own lock hides nothing: it may be of any program, and the node's databases lie below it all the same.
    private static IEnumerable<string> LockFilesOf(string root) => Own(root).Concat(Below(root, Deepest - 1));

    // A folder with a lock is a database: below it lie its tables, of which there may be a hundred thousand.
    private static IEnumerable<string> LockFiles(string folder, int depth) => Own(folder) is [var mine] ? [mine] : Below(folder, depth - 1);

    private static IEnumerable<string> Below(string folder, int depth) =>
        depth >= 0 ? Listing.FoldersIn(folder).SelectMany(below => LockFiles(Path.Join(folder, below), depth)) : [];

    private static string[] Own(string folder) => Path.Join(folder, LockFile) is var file && File.Exists(file) ? [file] : [];
}
