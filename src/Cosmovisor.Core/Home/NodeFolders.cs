namespace Cosmovisor.Home;

/// <summary>Where the node itself keeps its things, which need not be where its binaries are.</summary>
/// <param name="Home">Holds <c>config/</c>.</param>
/// <param name="Data">Holds the databases and the chain's plan file.</param>
internal sealed record NodeFolders(string Home, string Data)
{
    private const string DataFolder = "data";

    /// <param name="home">Ours.</param>
    /// <param name="homeFlag">The <c>--home</c> of the daemon's arguments; null when it has none.</param>
    /// <param name="dataFolder">DAEMON_DATA_DIR (cosmos-sdk issue 20947); null when it is not set.</param>
    /// <param name="workingFolder">What a relative <c>--home</c> starts from, for us as for the daemon.</param>
    public static NodeFolders Of(DaemonHome home, string? homeFlag, string? dataFolder, string workingFolder)
    {
        var nodeHome = homeFlag is not null ? Clean(Path.GetFullPath(homeFlag, workingFolder)) : null;

        return dataFolder is null ? new NodeFolders(nodeHome ?? home.Path, nodeHome is null ? home.Data : Path.Join(nodeHome, DataFolder))
            : new NodeFolders(nodeHome ?? HomeOf(Clean(dataFolder)) ?? home.Path, Clean(dataFolder));
    }

    /// <summary>The homes that a daemon takes where it is given none: <c>~/.gaiad</c> or <c>~/.gaia</c> for <c>gaiad</c>.</summary>
    public static IEnumerable<string> UsualHomes(string userHome, string daemonName) =>
        new[] { daemonName, daemonName.EndsWith('d') ? daemonName[..^1] : daemonName }.Distinct().Where(name => name.Length > 0).Select(
            name => Path.Join(userHome, $".{name}"));

    // A node's data is always HOME/data to the node; under another name it was mounted or linked there, and says nothing about the home.
    private static string? HomeOf(string data) => Path.GetFileName(data) == DataFolder ? Path.GetDirectoryName(data) : null;

    private static string Clean(string folder) => Path.TrimEndingDirectorySeparator(folder);
}
