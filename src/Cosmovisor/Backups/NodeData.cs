using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>All that a node writes: its data folder, and the folders to which <c>db_dir</c> and links lead from it.</summary>
/// <param name="Trees">The data folder is the first.</param>
internal sealed record NodeData(IReadOnlyList<DataTree> Trees)
{
    /// <exception cref="RefusedException">Something in it cannot be read.</exception>
    public static NodeData Read(NodeFolders node)
    {
        var trees = new List<DataTree> { DataTree.Read(node.Data) };
        var more = new Queue<string>(DatabasesElsewhere.Of(node.Home, node.Data).Select(RealPath.Of));

        for (var next = 0; next < trees.Count || more.Count > 0;)
        {
            if (next < trees.Count)
            {
                var tree = trees[next++];
                LinkedFolders.Of(tree.Root, tree.Entries).ToList().ForEach(more.Enqueue);
            }
            // One that is known already, or holds the data and so all of the home: that has changes of its own.
            else if (more.Dequeue() is var folder && !trees.Exists(known => TreePath.IsInside(folder, known.Root))
                && !TreePath.IsInside(trees[0].Root, folder))
            {
                trees.Add(DataTree.Read(folder));
            }
        }

        return new NodeData(trees);
    }

    /// <summary>Everything that is not as it was when this was read, in words.</summary>
    public IReadOnlyList<string> Changes() =>
        [.. Trees.SelectMany(tree => WholeTree.Changes(tree).Select(change => tree == Trees[0] ? change : $"{change} ({tree.Root})"))];

    /// <summary>Why this cannot be all of it, as where a disk is not mounted: the beginning of a sentence; null for no reason.</summary>
    /// <param name="mayBeEmpty">Nothing is known of a node that had any data.</param>
    public string? Missing(bool mayBeEmpty)
    {
        foreach (var tree in Trees)
        {
            if (tree.Files == 0 && !mayBeEmpty)
            {
                return $"there is no file in {tree.Root}";
            }

            if (tree.Entries.FirstOrDefault(entry => LeadsNowhere(tree.Root, entry)) is { } link)
            {
                return $"{TreePath.Full(tree.Root, link.Path)} is a link to {link.Target}, where nothing is";
            }
        }

        return null;
    }

    /// <summary>What is in a copy of the data folder and not here any more; null for nothing.</summary>
    public string? MissingSince(string backup)
    {
        var here = Trees[0].Entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        return DataTree.Read(backup).Entries.FirstOrDefault(entry => !here.Contains(entry.Path)) is { Path: var lost }
            ? $"{Trees[0].Root} has no {lost}, which is in the backup of this upgrade" : null;
    }

    /// <summary>A file or folder that was written after that time; null for none.</summary>
    public string? FirstWrittenAfter(DateTimeOffset time) => Trees.SelectMany(tree => tree.Entries
        .Where(entry => entry.Facts.Kind is FileKind.File or FileKind.Folder
            && entry.Facts.Modified > (time - DateTimeOffset.UnixEpoch).Ticks * 100)
        .Select(entry => TreePath.Full(tree.Root, entry.Path))).FirstOrDefault();

    private static bool LeadsNowhere(string root, TreeEntry entry) =>
        entry.Target is not null && FileFacts.OfTarget(TreePath.Full(root, entry.Path)) is null;
}
