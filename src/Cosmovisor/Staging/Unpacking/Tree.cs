using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>Small folders of the operator's: a script, a genesis file, a few libraries.</summary>
internal static class Tree
{
    /// <summary>What is in it, well enough to see a change: path, size, time, target of a link.</summary>
    public static IReadOnlyList<string> Look(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", All)
            .Select(e =>
                $"{Path.GetRelativePath(folder, e.FullName)}{(e is FileInfo file && e.LinkTarget is null ? $" ({file.Length} bytes, {file.LastWriteTimeUtc:O})" : e.LinkTarget is { } target ? $" -> {target}" : "/")}")
            .Order(StringComparer.Ordinal)];

    /// <summary>Everything in it but folders: paths below it.</summary>
    public static IReadOnlyList<string> FilesIn(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", All).Where(entry => entry is FileInfo || entry.LinkTarget is not null)
            .Select(entry => Path.GetRelativePath(folder, entry.FullName)).Order(StringComparer.Ordinal)];

    /// <summary>Copies everything from one folder into another; what is there under the same name gives way.</summary>
    public static void CopyOver(string from, string to)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Join(to, entry.Name);

            if (entry is DirectoryInfo { LinkTarget: null } folder)
            {
                MakeFolder(target, folder.UnixFileMode);
                CopyOver(folder.FullName, target);
            }
            else
            {
                Copy(entry, target);
            }
        }

        FileCalls.SyncFolder(to);
    }

    /// <summary>The same of all files but some, with the folders that they need.</summary>
    /// <param name="from">A folder.</param>
    /// <param name="to">Another.</param>
    /// <param name="except">Paths below the first.</param>
    public static void CopyOver(string from, string to, IReadOnlySet<string> except)
    {
        foreach (var path in FilesIn(from).Where(path => !except.Contains(path)))
        {
            var above = "";

            foreach (var part in path.Split('/')[..^1])
            {
                above = Path.Join(above, part);
                MakeFolder(Path.Join(to, above), File.GetUnixFileMode(Path.Join(from, above)));
            }

            Copy(new FileInfo(Path.Join(from, path)), Path.Join(to, path));
            FileCalls.SyncFolder(Path.GetDirectoryName(Path.Join(to, path))!);
        }
    }

    private static void MakeFolder(string target, UnixFileMode mode)
    {
        if (!Directory.Exists(target) || new DirectoryInfo(target).LinkTarget is not null)
        {
            Clear(target);
            _ = Directory.CreateDirectory(target, mode);
        }
    }

    private static void Copy(FileSystemInfo entry, string target)
    {
        Clear(target);

        if (entry.LinkTarget is { } link)
        {
            _ = File.CreateSymbolicLink(target, link);
            return;
        }

        if (!RegularFile.IsAt(entry.FullName))
        {
            throw new RefusedException($"{entry.FullName} is neither file, folder nor link. Move it away");
        }

        File.Copy(entry.FullName, target);
        File.SetLastWriteTimeUtc(target, entry.LastWriteTimeUtc);
        FileCalls.SyncFile(target);
    }

    private static EnumerationOptions All =>
        new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private static void Clear(string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }
}
