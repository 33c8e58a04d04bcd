using Cosmovisor.Chain;
using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Databases of the node that do not lie in the folder that is backed up: <c>db_dir</c> of its config.toml says where, or a link.
/// </summary>
internal static class DatabasesElsewhere
{
    /// <summary>The same, and the folders to which links in it lead.</summary>
    public static IReadOnlyList<string> Of(string nodeHome, DataTree source) =>
        [.. Of(nodeHome, source.Root).Concat(LinkedFolders.Of(source.Root, source.Entries)).Distinct(StringComparer.Ordinal)];

    /// <param name="nodeHome">Holds the node's <c>config/config.toml</c>.</param>
    /// <param name="source">The folder that is backed up.</param>
    /// <returns>None also where nobody can tell: without a config.toml the node keeps them in its data folder.</returns>
    public static IReadOnlyList<string> Of(string nodeHome, string source)
    {
        var config = new NodeConfig(nodeHome);

        try
        {
            return config.Read().IsOk(out var node, out _) && config.Full(node.DatabaseFolder) is var folder && Directory.Exists(folder)
                && !TreePath.IsInside(RealPath.Of(folder), RealPath.Of(source))
                && Directory.EnumerateFileSystemEntries(folder).Any() ? [folder] : [];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
