namespace Cosmovisor.Demo;

/// <summary>One line of a folder tree.</summary>
/// <param name="Depth">How many folders it lies in.</param>
/// <param name="Name">With a slash behind a folder's.</param>
/// <param name="Target">Where it leads, if it is a link.</param>
/// <param name="Path">From the top of the tree; what tells entries apart.</param>
internal sealed record TreeEntry(int Depth, string Name, string? Target, string Path);

/// <summary>What lies in a folder, as it is now. Links are not followed.</summary>
internal static class FolderTree
{
    /// <summary>A folder of the node's databases, which is counted and not listed.</summary>
    private const string Databases = "data";

    public static IReadOnlyList<TreeEntry> Of(string folder) => [.. Below(new DirectoryInfo(folder), 0, "")];

    private static IEnumerable<TreeEntry> Below(DirectoryInfo folder, int depth, string path)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var here = $"{path}/{entry.Name}";

            if (entry is DirectoryInfo { LinkTarget: null, Name: Databases } closed)
            {
                yield return new TreeEntry(
                    depth, $"{entry.Name}/ ({closed.GetFiles("*", SearchOption.AllDirectories).Length} files)", null, here);
            }
            else if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                yield return new TreeEntry(depth, $"{entry.Name}/", null, here);

                foreach (var below in Below(inner, depth + 1, here))
                {
                    yield return below;
                }
            }
            else
            {
                yield return new TreeEntry(depth, entry.Name, entry.LinkTarget, here);
            }
        }
    }
}
