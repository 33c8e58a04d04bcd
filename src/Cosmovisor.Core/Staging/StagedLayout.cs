namespace Cosmovisor.Staging;

/// <summary>Where the daemon's binary is in an unpacked archive, and which folder of it becomes the version's folder.</summary>
/// <param name="Top">The one folder around everything, or empty.</param>
/// <param name="Binary">The binary's path below <paramref name="Top"/>; it goes to <c>bin/$DAEMON_NAME</c>.</param>
internal sealed record StagedLayout(string Top, string Binary)
{
    private const int NamesToList = 8;

    public static Parsed<StagedLayout> Find(IReadOnlyCollection<StagedEntry> entries, string daemonName)
    {
        var top = TopFolder(entries);

        foreach (var around in top.Length == 0 ? (string[])[""] : ["", top])
        {
            foreach (var binary in (string[])[$"bin/{daemonName}", daemonName])
            {
                if (entries.Any(e => e.Path == Join(around, binary) && e.Kind is not StagedEntryKind.Folder))
                {
                    return Parsed.Ok(new StagedLayout(around, binary));
                }
            }
        }

        return SingleExecutable(entries) is { } only ? Parsed.Ok(new StagedLayout(top, top.Length == 0 ? only : only[(top.Length + 1)..]))
            : FolderInItsPlace(entries, top, daemonName) is { } folder ? Parsed.Invalid<StagedLayout>($"the archive has a folder where the binary should be: {folder}")
            : Parsed.Invalid<StagedLayout>($"the archive holds no {daemonName}: accepted are bin/{daemonName} or {daemonName}, also inside one top folder, or one single executable file; it holds {Listed(entries)}");
    }

    private static string TopFolder(IReadOnlyCollection<StagedEntry> entries)
    {
        var tops = entries.Select(e => e.Path.Split('/')[0]).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return tops is [var top] && entries.Any(e => e.Path.Length > top.Length) ? top : "";
    }

    // Zips made on Windows carry no execute bits: then a file that is alone is meant.
    private static string? SingleExecutable(IReadOnlyCollection<StagedEntry> entries)
    {
        var files = entries.Where(e => e.Kind is StagedEntryKind.File).ToList();

        return files.Where(f => f.IsExecutable).Select(f => f.Path).ToList() is [var executable] ? executable
            : files is [var alone] ? alone.Path
            : null;
    }

    private static string? FolderInItsPlace(IReadOnlyCollection<StagedEntry> entries, string top, string daemonName) =>
        entries.FirstOrDefault(e => e.Kind is StagedEntryKind.Folder && (e.Path == $"bin/{daemonName}" || e.Path == daemonName || e.Path == Join(top, $"bin/{daemonName}")))?.Path;

    private static string Listed(IReadOnlyCollection<StagedEntry> entries)
    {
        var names = entries.Where(e => e.Kind is not StagedEntryKind.Folder).Select(e => e.Path).Take(NamesToList + 1).ToList();

        return names.Count == 0 ? "no file at all"
            : names.Count > NamesToList ? $"{string.Join(", ", names.Take(NamesToList))} and more"
            : string.Join(", ", names);
    }

    private static string Join(string around, string path) => around.Length == 0 ? path : $"{around}/{path}";
}
