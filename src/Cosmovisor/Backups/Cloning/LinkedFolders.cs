using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Folders outside of a data folder to which links in it lead: a database on another disk, above all.</summary>
internal static class LinkedFolders
{
    /// <param name="root">The data folder, without links; it need not be there.</param>
    /// <param name="entries">What is in it, or will be.</param>
    /// <returns>Without links. A folder that holds the data folder itself is none of them.</returns>
    public static IReadOnlyList<string> Of(string root, IEnumerable<TreeEntry> entries) =>
        [.. entries.Select(entry => Of(root, entry)).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string? Of(string root, TreeEntry entry)
    {
        if (entry.Target is not { } target)
        {
            return null;
        }

        try
        {
            var folder = Path.GetFullPath(target, Path.GetDirectoryName(TreePath.Full(root, entry.Path))!);
            return Directory.Exists(folder) && RealPath.Of(folder) is var real && !TreePath.IsInside(real, root)
                && !TreePath.IsInside(root, real) ? real : null;
        }
        catch (IOException)
        {
            return null; // it may not be looked at, by the node neither
        }
    }
}
