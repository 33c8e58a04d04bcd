using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>Hears that a binary came into <c>upgrades/</c>, or that the schedule was changed, while a node runs: whether the next upgrade is ready has another answer then.</summary>
/// <param name="home">Whose.</param>
/// <param name="changed">Called once for each change seen, from the thread that waits.</param>
internal sealed class PreparedByHand(DaemonHome home, Action changed) : IWatchedFolders
{
    private const int MostVersions = 200; // a watch each, of the many that a user may have
    private List<(string Path, ulong Inode, long Modified, long Size)> _before = [];

    public void Start() => _before = Now();

    public void AddTo(FolderWatch watch)
    {
        // The schedule takes its name by a rename in the root, a whole version by one in upgrades/, and a binary alone by one in its own folder.
        foreach (var folder in new[] { home.Root, home.Upgrades }.Concat(Versions().SelectMany(version => new[] { version, Path.GetDirectoryName(home.BinaryIn(version))! })))
        {
            _ = watch.Watch(folder);
        }
    }

    public void Look()
    {
        var now = Now();

        if (!now.SequenceEqual(_before))
        {
            _before = now;
            changed();
        }
    }

    private List<(string Path, ulong Inode, long Modified, long Size)> Now() =>
        [.. Versions().Select(home.BinaryIn).Prepend(home.Schedule)
            .Select(path => FileFacts.OfTarget(path) is { } facts ? (path, facts.Inode, facts.Modified, facts.Size) : (path, 0, 0, 0))];

    private string[] Versions()
    {
        try
        {
            // What is put together out of sight is no version yet. Asked first: to throw costs a start more than all the rest of this.
            return !Directory.Exists(home.Upgrades) ? [] : [.. Directory.EnumerateDirectories(home.Upgrades).Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal).Take(MostVersions)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
