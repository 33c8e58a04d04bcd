namespace Cosmovisor.Staging;

/// <summary>Where the daemon's binary is in an unpacked archive, and which folder of it becomes the version's folder.</summary>
/// <param name="Top">The one folder around everything, or empty.</param>
/// <param name="Binary">The binary's path below <paramref name="Top"/>; it goes to <c>bin/$DAEMON_NAME</c>.</param>
internal sealed record StagedLayout(string Top, string Binary)
{
    private const int NamesToList = 8;

    // A hook of the version has its place at the top, and is not a second program.
    private const string MigrationHook = "migrate";

    /// <summary>Shared libraries beside the binary, below <see cref="Top"/>; they go to <c>lib/</c>.</summary>
    public IReadOnlyList<StagedEntry> Libraries { get; private init; } = [];

    /// <summary>Other programs beside the binary, below <see cref="Top"/>; they go to <c>bin/</c> with it.</summary>
    public IReadOnlyList<StagedEntry> Programs { get; private init; } = [];

    /// <param name="entries">Everything the archive brought.</param>
    /// <param name="daemonName">The name the binary has, or gets.</param>
    /// <param name="machine">Whose programs are wanted where an archive has those of several.</param>
    public static Parsed<StagedLayout> Find(IReadOnlyCollection<StagedEntry> entries, string daemonName, ElfMachine machine)
    {
        var top = TopFolder(entries);

        foreach (var around in top.Length == 0 ? (string[])[""] : ["", top])
        {
            foreach (var binary in (string[])[$"bin/{daemonName}", daemonName])
            {
                if (entries.FirstOrDefault(e => e.Path == Join(around, binary) && e.Kind is not StagedEntryKind.Folder) is { } named)
                {
                    return Parsed.Ok(With(around, named, entries));
                }
            }
        }

        return SingleProgram(entries, machine) is { } only ? Parsed.Ok(With(top, only, entries))
            : FolderInItsPlace(entries, top, daemonName) is { } folder
                ? Parsed.Invalid<StagedLayout>($"the archive has a folder where the binary should be: {ForeignText.Printable(folder)}")
            : Parsed.Invalid<StagedLayout>(Refusal(entries, daemonName));
    }

    private static StagedLayout With(string top, StagedEntry binary, IReadOnlyCollection<StagedEntry> entries)
    {
        var beside = entries.Where(e => e.Folder == binary.Folder && e.Path != binary.Path)
            .Select(e => e with { Path = Below(top, e.Path) })
            .ToList();

        return new StagedLayout(top, Below(top, binary.Path))
        {
            Libraries = [.. beside.Where(e => e.IsLibrary && e.Folder != "lib")],

            // A link is the binary's own name for one of those beside it: then they stay where it points to.
            Programs = binary.Kind is StagedEntryKind.Link ? []
                : [.. beside.Where(e => e.IsProgram && e.Folder != "bin" && e.Path != MigrationHook)],
        };
    }

    private static string TopFolder(IReadOnlyCollection<StagedEntry> entries)
    {
        var tops = entries.Select(e => e.Path.Split('/')[0]).Distinct(StringComparer.Ordinal).Take(2).ToList();
        return tops is [var top] && entries.Any(e => e.Path.Length > top.Length) ? top : "";
    }

    // Of programs only: a script of another name is somebody's helper, and would be run in the node's place.
    private static StagedEntry? SingleProgram(IReadOnlyCollection<StagedEntry> entries, ElfMachine machine)
    {
        var programs = entries.Where(e => e.IsProgram).ToList();

        return Only(programs)
            ?? Only(programs.Where(p => p.IsExecutable)) // an archive from a tool that keeps the bits may have debug files beside it
            ?? Only(programs.Where(p => p.Machine == machine));
    }

    private static StagedEntry? Only(IEnumerable<StagedEntry> entries) => entries.Take(2).ToList() is [var one] ? one : null;

    private static string? FolderInItsPlace(IReadOnlyCollection<StagedEntry> entries, string top, string daemonName)
    {
        string[] places = [$"bin/{daemonName}", daemonName, Join(top, $"bin/{daemonName}"), Join(top, daemonName)];
        return entries.FirstOrDefault(e => e.Kind is StagedEntryKind.Folder && e.Path != top && places.Contains(e.Path))?.Path;
    }

    private static string Refusal(IReadOnlyCollection<StagedEntry> entries, string daemonName)
    {
        var files = entries.Where(e => e.Kind is not StagedEntryKind.Folder).OrderByDescending(Weight).ToList();
        var advice = files is [{ Format: var format }, ..] ? FileFormats.AdviceFor(format) : null;

        return $"the archive holds no {daemonName}: accepted are bin/{daemonName} or {daemonName}, also inside one top folder, or one single program (ELF) of any name; "
            + $"it holds {Listed(files)}{(advice is null ? "" : $". {advice}")}";
    }

    // First in the list, what the publisher may have meant.
    private static int Weight(StagedEntry entry) => entry.Format switch
    {
        FileFormat.ElfProgram => 3,
        FileFormat.Deb or FileFormat.Rpm or FileFormat.MachO or FileFormat.WindowsProgram or FileFormat.Archive => 2,
        FileFormat.Script => 1,
        _ => 0,
    };

    private static string Listed(List<StagedEntry> files)
    {
        var names = files.Take(NamesToList).Select(Named);

        return files.Count == 0 ? "no file at all"
            : files.Count > NamesToList ? $"{string.Join(", ", names)} and more"
            : string.Join(", ", names);
    }

    private static string Named(StagedEntry entry) =>
        ForeignText.Printable(entry.Path)
        + (entry.Kind is StagedEntryKind.File
            && !entry.IsLibrary
            && entry.Format is not FileFormat.Json
            && FileFormats.NameOf(entry.Format) is { } name ? $" ({name})" : "");

    private static string Join(string around, string path) => around.Length == 0 ? path : $"{around}/{path}";

    private static string Below(string top, string path) => top.Length == 0 ? path : path[(top.Length + 1)..];
}
