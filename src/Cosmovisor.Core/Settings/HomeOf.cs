using Cosmovisor.Home;

namespace Cosmovisor.Settings;

/// <summary>
/// From the settings that name folders to the paths of a home: one home has one spelling, without <c>..</c> and a slash at the end.
/// </summary>
internal static class HomeOf
{
    public static DaemonHome Values(string home, string name, string? root, string? link) =>
        new(OneSpelling(home), name)
        {
            CustomRoot = root is null ? null : OneSpelling(root),
            CustomCurrent = link is null ? null
            : OneSpelling(link)
        };

    /// <summary>As far as the environment alone tells, before a config.toml is found.</summary>
    /// <param name="home">DAEMON_HOME.</param>
    /// <param name="variable">The environment.</param>
    public static DaemonHome Environment(string home, Func<string, string?> variable) =>
        Values(home, "", Given(variable(SettingTable.CustomRoot.Variable)), Given(variable(SettingTable.CustomCurrentLink.Variable)));

    // A wrong one is complained about elsewhere, and leads to no path before.
    private static string? Given(string? text) => text is { Length: > 0 } && Path.IsPathFullyQualified(text) ? text : null;

    private static string OneSpelling(string path) =>
        Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, "/")) : path;
}
