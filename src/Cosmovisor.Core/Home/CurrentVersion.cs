namespace Cosmovisor.Home;

/// <summary>What <c>current</c> points to.</summary>
/// <param name="Target">As it is reported: relative to the root where it lies inside, such as <c>genesis</c> or <c>upgrades/v2</c>.</param>
/// <param name="Folder">Its absolute path.</param>
internal sealed record CurrentVersion(string Target, string Folder)
{
    /// <summary>The upgrade whose binary this is; null at genesis.</summary>
    public string? UpgradeName =>
        Path.GetFileName(Path.GetDirectoryName(Folder)) == "upgrades" ? Plans.UpgradeName.Unescape(Path.GetFileName(Folder)) : null;

    /// <summary>
    /// The name of its folder where that is neither genesis nor an upgrade's, as in <c>/opt/gaia/v3</c>: nothing says that it is the first
    /// version. Null otherwise.
    /// </summary>
    public string? Unnamed => UpgradeName is null && Target != DaemonHome.Genesis ? Path.GetFileName(Folder) : null;

    /// <summary>From the text of the link: our relative ones, and the absolute ones that the Go versions up to 1.6 made.</summary>
    public static CurrentVersion Of(DaemonHome home, string linkText)
    {
        var folder = Path.IsPathFullyQualified(linkText) ? linkText
            : home.IsApart && linkText.StartsWith('.') ? Path.GetFullPath(linkText, home.Root)
            : Path.Join(home.Versions, linkText);
        folder = WithoutDots(folder);
        var inside = folder.StartsWith(home.Versions + '/', StringComparison.Ordinal) && !LeadsUp(folder[home.Versions.Length..]);
        return new CurrentVersion(inside ? folder[(home.Versions.Length + 1)..] : folder, folder);
    }

    /// <summary>Whether a path goes up and down again: where it leads, the links on its way decide.</summary>
    public static bool LeadsUp(string path) => path.Split('/').Contains("..");

    // What two slashes or a dot between them say, no link on the way can change.
    private static string WithoutDots(string path) =>
        (path.StartsWith('/') ? "/" : "") + string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));
}
