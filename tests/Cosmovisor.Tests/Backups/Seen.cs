using Cosmovisor.Backups;
using Cosmovisor.Linux;

namespace Cosmovisor.Tests.Backups;

/// <summary>Everything a tree holds, one line for each entry, for comparing two of them.</summary>
internal static class Seen
{
    public static string Of(string root)
    {
        var tree = DataTree.Read(root);
        using var reader = new FileCopy(_ => { });
        return string.Join('\n', tree.Entries.Select(entry => Line(tree.Root, entry, reader)));
    }

    private static string Line(string root, TreeEntry entry, FileCopy reader)
    {
        var full = InTree.Full(root, entry.Path);
        var facts = entry.Facts;

        // Not File.ReadAllBytes, which fails on a file that is locked.
        var content = facts.Kind == FileKind.File ? reader.Hash(full, CancellationToken.None) : "";
        return $"{entry.Path}|{facts.Kind}|{(facts.Kind == FileKind.File ? facts.Size : 0)}|{facts.Modified}|{Convert.ToString(facts.Mode, 8)}|{facts.User}:{facts.Group}|{entry.Target}|{entry.SameAs}|{content}";
    }
}
