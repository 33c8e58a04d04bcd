using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>
/// Flushes the disks that files lie on: from then on every store through a memory map is noticed again, and changes the file's time.
/// </summary>
internal static class AheadFlush
{
    /// <param name="root">The data folder.</param>
    /// <param name="files">Below it.</param>
    /// <returns>Those whose disk was flushed, and keeps such times at all.</returns>
    public static List<TreeEntry> OfSources(FolderDescriptor root, IReadOnlyList<TreeEntry> files)
    {
        var good = new Dictionary<ulong, bool>();

        foreach (var entry in files)
        {
            if (!good.ContainsKey(entry.Facts.Device))
            {
                using var file = root.TryOpen(entry.Path);

                // One that is gone says nothing of its disk: the next file of it is asked.
                if (file is not null && FileFacts.OfOpen(file.Number, entry.Path).Device == entry.Facts.Device)
                {
                    good[entry.Facts.Device] = FileSystemKind.KnowsEveryWrite($"/proc/self/fd/{file.Number}")
                        && CloneCalls.SyncFileSystem(file.Number) == 0;
                }
            }
        }

        return [.. files.Where(entry => good.GetValueOrDefault(entry.Facts.Device))];
    }
}
