namespace Cosmovisor.Linux;

/// <summary>
/// The flags of chattr(1) that say how a file is kept, and not who may change it: without copy-on-write (C, of btrfs), without times of
/// reading (A), not for dump(8) (d).
/// </summary>
internal static unsafe class FileFlags
{
    private const nuint GetRequest = 0x80086601; // FS_IOC_GETFLAGS, the same on x64 and arm64
    private const nuint SetRequest = 0x40086602; // FS_IOC_SETFLAGS
    private const long NoCopyOnWrite = 0x800000; // FS_NOCOW_FL
    private const long NoReadTimes = 0x80; // FS_NOATIME_FL
    private const long NoDump = 0x40; // FS_NODUMP_FL
    private const long Carried = NoCopyOnWrite | NoReadTimes | NoDump;

    /// <summary>
    /// Gives <paramref name="to"/> those of <paramref name="from"/>; both open. A file must have no content yet: btrfs then neither changes
    /// the flag nor shares blocks between files that differ in it.
    /// </summary>
    /// <remarks>Where a file system knows no such flags there is nothing to keep.</remarks>
    public static void Match(int from, int to)
    {
        long wanted = 0, there = 0; // the kernel writes 32 bits of them, whatever the number of the request says

        if (OperatingSystem.IsLinux()
            && Libc.Ioctl(from, GetRequest, (int*)&wanted) == 0
            && Libc.Ioctl(to, GetRequest, (int*)&there) == 0
            && ((wanted ^ there) & Carried) != 0)
        {
            var flags = (there & ~Carried) | (wanted & Carried);
            _ = Libc.Ioctl(to, SetRequest, (int*)&flags);
        }
    }
}
