using System.Globalization;
using Cosmovisor.Layout;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Proof that nobody works on the data: neither a supervisor of this home nor a process that has one of the databases open.</summary>
internal sealed class NodeAtRest : IDisposable
{
    private readonly IDisposable _homeLock;

    private NodeAtRest(IDisposable homeLock) => _homeLock = homeLock;

    /// <summary>Keeps supervisors away until disposed.</summary>
    /// <param name="home">Whose supervisor must not run.</param>
    /// <param name="data">The data folder; need not be there.</param>
    /// <param name="what">What is refused, as the beginning of a sentence: "the restore".</param>
    /// <exception cref="RefusedException">Somebody is at work, and who.</exception>
    public static NodeAtRest Claim(DaemonHome home, string data, string what)
    {
        if (!Directory.Exists(home.Root))
        {
            throw new RefusedException($"{home.Root} is not there, so this is not the home of a node that cosmovisor runs. Check DAEMON_HOME");
        }

        var mine = HeldLocks.TryTakeFile(home.Lock) ?? throw new RefusedException(
            $"{what} was refused: a cosmovisor runs on this home ({home.Lock} is held{(FileLocks.FirstBelow([home.Root], "lock") is { } who ? string.Create(CultureInfo.InvariantCulture, $" by pid {who.Pid}") : "")}). Stop it first. Nothing was changed");

        try
        {
            RefuseOpenDatabases(data, what);
            return new NodeAtRest(mine);
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
        var who = FileLocks.FirstBelow([folder], "LOCK");

        // /proc/locks names no holder in another container; asking the file itself finds that one too.
        var file = who?.File ?? Directory.EnumerateFiles(folder, "LOCK", SearchOption.AllDirectories).FirstOrDefault(HeldLocks.IsHeld);

        if (file is not null)
        {
            var by = who is null ? "another process" : string.Create(CultureInfo.InvariantCulture, $"pid {who.Pid}");
            throw new RefusedException($"{what} was refused: the node, or another program, has a database open ({file} is locked by {by}). Stop it first. Nothing was changed");
        }
    }
}
