using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>
/// Hears that a binary came into <c>upgrades/</c>, or that the schedule was changed, while a node runs: whether the next upgrade is ready
/// has another answer then.
/// </summary>
/// <param name="home">Whose.</param>
/// <param name="changed">Called once for each change seen, from the thread that waits.</param>
internal sealed class PreparedByHand(DaemonHome home, Action changed) : IWatchedFolders
{
    private const int MostVersions = 200; // a watch each, of the many that a user may have
    private List<(string Path, ulong Inode, long Modified, long Size)> _before = [];
    private List<(string Path, ulong Inode, long Modified, long Size)> _foldersBefore = [];
    private string[] _versions = [];

    public void Start() => _before = Now();

    public void AddTo(FolderWatch watch)
    {
        // The schedule takes its name by a rename in the root, a whole version by one in upgrades/, and a binary alone by one in its own
        // folder.
        _ = watch.Watch(home.Root, but: Path.GetFileName(home.State));

        foreach (var folder in Folders())
        {
            _ = watch.Watch(folder);
        }
    }

    // A node writes into its data folder with every block, and this is asked each time: unless a folder has changed, it is a few calls of
    // stat(2).
    public void Look()
    {
        var now = Now();

        if (!now.SequenceEqual(_before))
        {
            _before = now;
            changed();
        }
    }

    private List<(string Path, ulong Inode, long Modified, long Size)> Now()
    {
        if (Stamps(Folders()) is var folders && !folders.SequenceEqual(_foldersBefore))
        {
            _versions = Versions();
            _foldersBefore = Stamps(Folders());
        }

        return Stamps(_versions.Select(home.BinaryIn).Prepend(home.Schedule));
    }

    private IEnumerable<string> Folders() =>
        _versions.SelectMany(version => new[] { version, Path.GetDirectoryName(home.BinaryIn(version))! }).Prepend(home.Upgrades);

    private static List<(string Path, ulong Inode, long Modified, long Size)> Stamps(IEnumerable<string> paths) =>
        [.. paths.Select(
            path => FileFacts.OfTarget(path) is { } facts ? (path, facts.Inode, facts.Modified, facts.Size) : (path, 0, 0, 0))];

    private string[] Versions()
    {
        try
        {
            // What is put together out of sight is not a version yet. Asked first: to throw costs a start more than all the rest of this.
            return !Directory.Exists(home.Upgrades) ? [] : [.. Directory.EnumerateDirectories(home.Upgrades)
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .Take(MostVersions)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
