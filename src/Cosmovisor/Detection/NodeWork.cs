using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>Whether a node works, by the files that it writes with every block: its consensus log and its blocks.</summary>
internal static class NodeWork
{
    private static readonly string[] Folders = ["cs.wal", "blockstore.db"];

    /// <summary>When one of them was written last; null where the node keeps none.</summary>
    /// <param name="data">The node's data folder.</param>
    public static DateTimeOffset? LastWritten(string data) =>
        Folders.Select(folder => Newest(Path.Join(data, folder))).Max();

    private static DateTimeOffset? Newest(string folder)
    {
        try
        {
            return !Directory.Exists(folder) ? null
                : Directory.EnumerateFiles(folder)
                    .Select(FileFacts.Of)
                    .Select(facts => facts is { } file ? DateTimeOffset.UnixEpoch.AddTicks(file.Modified / 100) : (DateTimeOffset?)null)
                    .Max();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null; // a database tidies up beside us, or is not ours to look into
        }
    }
}
