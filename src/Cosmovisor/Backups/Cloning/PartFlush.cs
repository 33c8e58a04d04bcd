using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Sends a part of a copy to the disk while the next is read.</summary>
internal static class PartFlush
{
    /// <param name="target">What was written to.</param>
    /// <param name="from">Where the part begins.</param>
    /// <param name="length">Of it.</param>
    /// <param name="isBesideANode">Wait for it, so that the queue of the disk stays short, and keep none of it in memory.</param>
    /// <param name="path">For words.</param>
    public static void Do(FileDescriptor target, long from, long length, bool isBesideANode, string path)
    {
        if (!isBesideANode)
        {
            CloneCalls.BeginFlush(target.Number, from, length); // the disk works while we hash
        }
        else if (CloneCalls.FlushAndForget(target.Number, from, length) != 0 && Errno.Last is var errno && (errno == Errno.EIO
            || errno == Errno.ENOSPC))
        {
            throw new IOException($"cannot write {path}: {Errno.Text(errno)}");
        }
    }
}
