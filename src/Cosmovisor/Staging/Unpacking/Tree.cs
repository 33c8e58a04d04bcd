using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>Small folders of the operator's: a script, a genesis file, a few libraries.</summary>
internal static class Tree
{
    /// <summary>What is in it, well enough to see a change: path, size, time, target of a link.</summary>
    public static IReadOnlyList<string> Look(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", All)
            .Select(e => $"{Path.GetRelativePath(folder, e.FullName)}{(e is FileInfo file && e.LinkTarget is null ? $" ({file.Length} bytes, {file.LastWriteTimeUtc:O})" : e.LinkTarget is { } target ? $" -> {target}" : "/")}")
            .Order(StringComparer.Ordinal)];

    /// <summary>Copies everything from one folder into another; what is there under the same name gives way.</summary>
    public static void CopyOver(string from, string to)
    {
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Join(to, entry.Name);

            if (entry.LinkTarget is { } link)
            {
                Clear(target);
                _ = File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo)
            {
                if (!Directory.Exists(target) || new DirectoryInfo(target).LinkTarget is not null)
                {
                    Clear(target);
                    _ = Directory.CreateDirectory(target, entry.UnixFileMode);
                }

                CopyOver(entry.FullName, target);
            }
            else if (!RegularFile.IsAt(entry.FullName))
            {
                throw new RefusedException($"{entry.FullName} is neither file, folder nor link. Move it away");
            }
            else
            {
                Clear(target);
                File.Copy(entry.FullName, target);
                File.SetLastWriteTimeUtc(target, entry.LastWriteTimeUtc);
                FileCalls.SyncFile(target);
            }
        }

        FileCalls.SyncFolder(to);
    }

    private static EnumerationOptions All => new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

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
