using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Where a file has data and where it has holes (lseek(2), SEEK_DATA and SEEK_HOLE).</summary>
internal static class FileHoles
{
    /// <summary>The parts that hold data, in whole blocks of <see cref="SparseHash"/>. What lies between is zeros.</summary>
    /// <param name="source">The file.</param>
    /// <param name="size">Its size, in bytes.</param>
    /// <param name="skipped">Receives how many bytes of hole are passed over.</param>
    public static IEnumerable<(long From, long End)> DataIn(FileDescriptor source, long size, Action<long> skipped)
    {
        for (long at = 0; at < size;)
        {
            var data = Seek(source, at, CloneCalls.SeekData, size);
            var from = Math.Max(at, data / SparseHash.Block * SparseHash.Block);
            var hole = Math.Max(Seek(source, data, CloneCalls.SeekHole, size), data);
            var end = Math.Min(size, (hole + SparseHash.Block - 1) / SparseHash.Block * SparseHash.Block);
            skipped(Math.Min(from, size) - at);

            if (data < size)
            {
                yield return (from, end);
            }

            at = data < size ? end : size;
        }
    }

    // A file system that knows no holes says that all is data; one that does not know the call leaves us to copy all.
    private static long Seek(FileDescriptor file, long at, int what, long size)
    {
        var found = CloneCalls.Seek(file.Number, at, what);
        return found >= 0 ? Math.Min(found, size) : what == CloneCalls.SeekHole || Errno.Last == Errno.ENXIO ? size : at;
    }
}
