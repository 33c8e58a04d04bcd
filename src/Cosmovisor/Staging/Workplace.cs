using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>The hidden folder one upgrade's files are put together in, for as long as nobody else stages anything in this home.</summary>
internal sealed class Workplace : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly string _folder;
    private FolderLock? _lock;

    private Workplace(string folder) => _folder = folder;

    /// <summary>What is being downloaded.</summary>
    public string Download => Path.Join(Fetched, "download");

    /// <summary>What small texts are fetched into.</summary>
    public string Text => Path.Join(Fetched, "text");

    /// <summary>What the download's signature is fetched into.</summary>
    public string Signature => Path.Join(Fetched, "signature");

    /// <summary>Where the archive is unpacked to.</summary>
    public string Tree => Path.Join(_folder, "tree");

    /// <summary>What the binary that is tried may fill.</summary>
    public string Trial => Path.Join(_folder, "trial");

    // Apart from the tree: whoever talks to servers may write here and nowhere else.
    private string Fetched => Path.Join(_folder, "fetched");

    /// <summary>Waits while another process stages, clears what a killed one left behind, and begins with an empty folder.</summary>
    public static async Task<Workplace> OpenAsync(DaemonHome home, string folderName, INews news, CancellationToken ct)
    {
        PrivateFolder.Make(home.Upgrades, PrivateFolder.OthersRead);
        var workplace = new Workplace(home.StagingFolder(folderName));

        try
        {
            workplace._lock = await TakeLockAsync(home, news, ct);
            Remove(home, news);
            PrivateFolder.Make(workplace.Tree, PrivateFolder.OthersRead);
            PrivateFolder.Make(workplace.Fetched, PrivateFolder.OthersRead);
            PrivateFolder.Make(workplace.Trial, PrivateFolder.OthersRead);
            return workplace;
        }
        catch
        {
            workplace.Dispose();
            throw;
        }
    }

    /// <summary>Where there is nothing to stage: removes what a killed staging left behind, unless one is at work.</summary>
    public static void RemoveLeftovers(DaemonHome home, INews news)
    {
        if (!Directory.Exists(home.Upgrades) || (Leftovers(home) is [] && !TrialFolder.AnyLeft(home)))
        {
            return;
        }

        using var mine = FolderLock.TryTake(home.Upgrades);

        try
        {
            if (mine is not null)
            {
                Remove(home, news);
            }
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.LeftoversStay(ex.Message));
        }
    }

    private static string[] Leftovers(DaemonHome home) =>
        [.. Listing.FoldersIn(home.Upgrades, Path.GetFileName(home.StagingFolder("*"))).Select(name => Path.Join(home.Upgrades, name))];

    // With the lock in hand, every folder of this kind is a dead one's.
    private static void Remove(DaemonHome home, INews news)
    {
        foreach (var leftover in Leftovers(home))
        {
            news.Tell(new Happening.StagingLeftoversRemoved(leftover));
            Directory.Delete(leftover, recursive: true);
        }

        TrialFolder.RemoveLeftovers(home);
    }

    private static async Task<FolderLock> TakeLockAsync(DaemonHome home, INews news, CancellationToken ct)
    {
        var taken = FolderLock.TryTake(home.Upgrades);

        if (taken is null)
        {
            news.Tell(new Happening.StagingWaits(home.Upgrades));
        }

        while (taken is null)
        {
            await Task.Delay(BetweenLooks, ct);
            taken = FolderLock.TryTake(home.Upgrades);
        }

        return taken;
    }

    public void Dispose()
    {
        if (_lock is null)
        {
            return; // then the folder is another's
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // The next staging removes it; a failed tidying must not hide what happened before it.
        }

        _lock.Dispose();
    }
}
