using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>
/// A plan file that the node writes where it is not looked for: into its default home, because it was given no <c>--home</c>. A chain was
/// down for 30 hours by that.
/// </summary>
/// <param name="paths">Where a node of this name would write it.</param>
/// <param name="expected">Where it is looked for.</param>
/// <param name="news">Informed, once for each.</param>
internal sealed class PlanFilesElsewhere(IEnumerable<string> paths, string expected, INews news) : IWatchedFolders
{
    private readonly string[] _paths = [.. paths];
    private Dictionary<string, FileFacts?> _before = [];

    /// <param name="home">Whose daemon.</param>
    /// <param name="data">Where the plan file is looked for.</param>
    /// <param name="news">Informed.</param>
    public static PlanFilesElsewhere Of(DaemonHome home, string data, INews news) => new(
        Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } user
            ? NodeFolders.UsualHomes(user, home.DaemonName).Select(folder => DaemonHome.PlanFileIn(Path.Join(folder, "data"))) : [],
        DaemonHome.PlanFileIn(data), news);

    public void Start() => _before = _paths.ToDictionary(path => path, FileFacts.OfTarget);

    public void AddTo(FolderWatch watch)
    {
        foreach (var folder in _paths.Select(path => Path.GetDirectoryName(path)!).Where(Directory.Exists))
        {
            _ = watch.Watch(folder);
        }
    }

    public void Look()
    {
        foreach (var (path, before) in _before)
        {
            // Whether it is elsewhere at all is asked last: it takes a walk along both paths, which a start is spared.
            if (FileFacts.OfTarget(path) is { } now && (before is not { } then || (then.Inode, then.Modified) != (now.Inode, now.Modified))
                && !RealPath.AreSame(path, expected) && PlanFileOnDisk.Read(path).IsOk(out var plan, out _))
            {
                _before[path] = now;
                news.Tell(new Happening.PlanFileElsewhere(plan.Name, plan.Height, path, expected));
            }
        }
    }
}
