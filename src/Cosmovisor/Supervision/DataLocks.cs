using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Supervision;

/// <summary>The lock files of the node's databases (LevelDB, RocksDB, Pebble: <c>data/*/LOCK</c>).</summary>
/// <remarks>
/// The kernel lets go of a lock with its owner, and all descendants are gone by now; so a lock that is still held belongs to somebody else,
/// such as an export started by hand. A new binary would fail on it ("resource temporarily unavailable", cosmos-sdk issue 12101).
/// </remarks>
internal sealed class DataLocks(IReadOnlyCollection<string> dataFolders, ILog log)
{
    private const string LockFile = "LOCK";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <exception cref="RefusedException">Somebody holds one for longer than <paramref name="patience"/>.</exception>
    /// <exception cref="OperationCanceledException">We were asked to end meanwhile.</exception>
    public void AwaitFree(MainThread thread, TimeSpan patience)
    {
        if (FileLocks.FirstBelow(dataFolders, LockFile) is not { } held)
        {
            return;
        }

        log.Warning("waiting for a database lock", ("file", held.File), ("pid", held.Pid));
        var until = Environment.TickCount64 + (long)patience.TotalMilliseconds;

        // The kernel has no event for a lock that is let go, so this looks again and again, while one is held and only then.
        while (FileLocks.FirstBelow(dataFolders, LockFile) is { } still)
        {
            if (Environment.TickCount64 >= until)
            {
                throw new RefusedException($"{still.File} is held by pid {still.Pid}, which is no process of this daemon. End that process: the node's data must be free before it is touched");
            }

            _ = thread.Until(() => thread.StopAsked, BetweenLooks);

            if (thread.StopAsked)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
