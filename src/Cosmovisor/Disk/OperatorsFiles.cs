using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>
/// Files that root has named on the command line, opened before root's privileges are given up: a new binary in /root is to be had all the
/// same.
/// </summary>
/// <remarks>
/// Only what no other user could have put there: a link in a folder of the node's user would fetch any file of root's for that user.
/// </remarks>
internal static class OperatorsFiles
{
    private const int Readable = 4; // R_OK

    private static readonly char[] BetweenFiles = [':', ',', '='];
    private static readonly Dictionary<string, FileDescriptor> Kept = new(StringComparer.Ordinal);

    /// <summary>Opens what the words of a command line name, a word itself or a part of it.</summary>
    public static void Open(IEnumerable<string> words)
    {
        foreach (var path in words.SelectMany(word => word.Split(BetweenFiles).Append(word))
            .Where(part => part.Length > 0)
            .Select(Path.GetFullPath)
            .Distinct())
        {
            if (!Kept.ContainsKey(path) && RegularFile.IsAt(path) && PathOwners.FirstOther(path) is null)
            {
                Kept[path] = FileDescriptor.Open(path);
            }
        }
    }

    /// <summary>Closes what the user that we are now may read anyway.</summary>
    public static void CloseReadable()
    {
        foreach (var (path, file) in Kept.Where(kept => FileCalls.MayAccess(kept.Key, Readable)).ToList())
        {
            _ = Kept.Remove(path);
            file.Dispose();
        }
    }

    /// <summary>By which name <paramref name="path"/> can be read: its own, or the one of the file that was kept open.</summary>
    public static string NameOf(string path) =>
        Kept.Count > 0 && Kept.TryGetValue(Path.GetFullPath(path), out var file)
            ? $"/proc/self/fd/{file.Number}" : path;
}
