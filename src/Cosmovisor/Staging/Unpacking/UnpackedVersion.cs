namespace Cosmovisor.Staging;

/// <summary>What the child has unpacked, looked at once more by us, as a list of names: it goes into its place as it is.</summary>
internal static class UnpackedVersion
{
    private const UnixFileMode SetId = UnixFileMode.SetUser | UnixFileMode.SetGroup;

    /// <param name="tree">The folder it was unpacked in.</param>
    /// <param name="name">The version's folder in it, as the child says.</param>
    /// <exception cref="RefusedException">Something is there that no archive may bring.</exception>
    public static string In(string tree, string name)
    {
        var version = ArchiveEntryPath.Parse(name).IsOk(out var path, out var reason)
            ? Path.TrimEndingDirectorySeparator(Path.Join(tree, path.Value)) : throw new RefusedException(reason);

        for (var folder = version; folder.Length > tree.Length; folder = Path.GetDirectoryName(folder)!)
        {
            if (new DirectoryInfo(folder) is not { Exists: true, LinkTarget: null })
            {
                throw new RefusedException($"what was unpacked has no folder \"{name}\"");
            }
        }

        LookAt(version);
        return version;
    }

    private static void LookAt(string version)
    {
        var count = 0;

        foreach (var entry in new DirectoryInfo(version).EnumerateFileSystemInfos(
            "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false }))
        {
            var name = Path.GetRelativePath(version, entry.FullName);
            var wrong = ++count > UnpackLimits.MostEntries ? "is one of too many"
                : entry.LinkTarget is { } target ? WrongLink(name, target)
                : (entry.UnixFileMode & SetId) != 0 ? "has a set-user-id or set-group-id bit"
                : entry is FileInfo && !Linux.RegularFile.IsAt(entry.FullName) ? "is neither a file nor a folder"
                : null;

            if (wrong is not null)
            {
                throw new RefusedException($"what was unpacked cannot be used: \"{name}\" {wrong}");
            }
        }
    }

    private static string? WrongLink(string name, string target) =>
        ArchiveEntryPath.Parse(name).IsOk(out var path, out _) && path.WhatIsWrongWithLink(target) is null ? null
            : "is a link that leads out of its folder";
}
