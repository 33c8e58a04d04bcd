using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>What the file system says of one path, links not followed.</summary>
/// <param name="Kind">File, folder, link or something odder.</param>
/// <param name="Size">Bytes of content, holes counted.</param>
/// <param name="Allocated">Bytes it takes on disk, holes not counted.</param>
/// <param name="Modified">Time of the last write, in nanoseconds since 1970.</param>
/// <param name="Mode">Permission bits with set-id and sticky bits.</param>
/// <param name="User">Owner.</param>
/// <param name="Group">Owning group.</param>
/// <param name="Inode">Number of the file in its file system.</param>
/// <param name="Device">File system it lies on.</param>
/// <param name="Links">Names the file has.</param>
/// <param name="IsMountRoot">Whether something is mounted here (Linux 5.8 and later; else false).</param>
internal readonly record struct FileFacts(
    FileKind Kind, long Size, long Allocated, long Modified, int Mode, uint User, uint Group, ulong Inode, ulong Device,
    uint Links, bool IsMountRoot)
{
    private const int Here = -100; // AT_FDCWD
    private const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint BasicStats = 0x7ff; // STATX_BASIC_STATS
    private const uint MountNumber = 0x1000; // STATX_MNT_ID, Linux 5.8 and later
    private const uint Wanted = BasicStats | MountNumber;
    private const ulong MountRoot = 0x2000; // STATX_ATTR_MOUNT_ROOT
    private const ulong Fixed = 0x10 | 0x20; // STATX_ATTR_IMMUTABLE, STATX_ATTR_APPEND
    private const long FurthestSecond = long.MaxValue / 1_000_000_000; // in the year 2262

    /// <summary>
    /// Which mount it was found through: hard links go no further, though a bind mount is the same <see cref="Device"/>. 0 where that is
    /// not told.
    /// </summary>
    public ulong Mount { get; private init; }

    /// <summary>
    /// Time of the last change of anything about it, in nanoseconds since 1970: only the kernel sets it. 0 where that is not told (macOS).
    /// </summary>
    public long Changed { get; private init; }

    /// <summary><see cref="Device"/> as stat(2) has it, and whoever writes what stat(2) told (glibc's makedev).</summary>
    public ulong DeviceNumber =>
        (Device & 0xff) | ((Device >> 32 & 0xfff) << 8) | ((Device & 0xffff_ff00) << 12) | ((Device >> 44 & 0xf_ffff) << 44);

    /// <summary>Whether it is immutable or append-only (chattr +i, +a): such a file takes no hard link either.</summary>
    public bool IsFixed { get; private init; }

    /// <summary>Whether <see cref="Modified"/> is the nearest that can be said of a time beyond the year 2262, or before 1677.</summary>
    public bool IsTimeBeyondUs => Modified is long.MaxValue or long.MinValue;

    /// <returns>Null when nothing is there.</returns>
    public static FileFacts? Of(string path)
    {
        if (OperatingSystem.IsMacOS())
        {
            return PortableFileFacts.Of(path);
        }

        if (FileFactsCalls.Statx(Here, path, DoNotFollow, Wanted, out var stat) == 0)
        {
            return From(stat);
        }

        return Errno.Last is Errno.ENOENT or Errno.ENOTDIR ? null : throw new IOException($"cannot look at {path}: {Errno.LastText}");
    }

    /// <summary>As <see cref="Of"/>; null also where we may not look.</summary>
    public static FileFacts? IfReadable(string path)
    {
        try
        {
            return Of(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Of what <paramref name="path"/> leads to, links followed; null when nothing is there, or we may not look.</summary>
    public static FileFacts? OfTarget(string path) =>
        OperatingSystem.IsMacOS() ? PortableFileFacts.Of(LinkTarget.Of(path) ?? path)
        : FileFactsCalls.Statx(Here, path, flags: 0, Wanted, out var stat) == 0 ? From(stat)
        : null;

    /// <summary>Of an open file: what was opened, whatever its name stands for by now.</summary>
    public static FileFacts OfOpen(int fd, string path) =>
        OperatingSystem.IsMacOS() ? PortableFileFacts.Of(path) ?? throw new IOException($"cannot look at {path}: it is gone")
        : FileFactsCalls.Statx(fd, "", EmptyPath, Wanted, out var stat) == 0 ? From(stat)
        : throw new IOException($"cannot look at {path}: {Errno.LastText}");

    /// <summary>Whether both are the same file in the same state, as far as can be told without reading it.</summary>
    public bool IsUnchangedFrom(in FileFacts before) =>
        (Kind, Size, Modified, Inode, Device) == (before.Kind, before.Size, before.Modified, before.Inode, before.Device);

    private static FileFacts From(in StatxBuffer stat) => new(
        KindOf(stat.Mode),
        (long)stat.Size,
        (long)stat.Blocks * 512,
        Nanoseconds(stat.ModifiedSeconds, stat.ModifiedNanoseconds),
        stat.Mode & 0xfff,
        stat.User,
        stat.Group,
        stat.Inode,
        ((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor,
        stat.Links,
        (stat.Attributes & MountRoot) != 0)
    {
        Mount = stat.Mount,
        Changed = Nanoseconds(stat.ChangedSeconds, stat.ChangedNanoseconds),
        IsFixed = (stat.Attributes & Fixed) != 0,
    };

    // A time that does not fit must not come out as one long past.
    private static long Nanoseconds(long seconds, uint nanoseconds) =>
        seconds >= FurthestSecond ? long.MaxValue : seconds <= -FurthestSecond ? long.MinValue : (seconds * 1_000_000_000) + nanoseconds;

    private static FileKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => FileKind.File,
        0x4000 => FileKind.Folder,
        0xa000 => FileKind.Symlink,
        0x1000 => FileKind.Fifo,
        0xc000 => FileKind.Socket,
        _ => FileKind.Device,
    };
}

internal static partial class FileFactsCalls
{
    // statx(2) and not stat(2), because its struct is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int folder, string path, int flags, uint mask, out StatxBuffer stat);
}

/// <summary>struct statx of linux/stat.h.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    [FieldOffset(8)]
    public ulong Attributes;
    [FieldOffset(16)]
    public uint Links;
    [FieldOffset(20)]
    public uint User;
    [FieldOffset(24)]
    public uint Group;
    [FieldOffset(28)]
    public ushort Mode;
    [FieldOffset(32)]
    public ulong Inode;
    [FieldOffset(40)]
    public ulong Size;
    [FieldOffset(48)]
    public ulong Blocks;
    [FieldOffset(96)]
    public long ChangedSeconds;
    [FieldOffset(104)]
    public uint ChangedNanoseconds;
    [FieldOffset(112)]
    public long ModifiedSeconds;
    [FieldOffset(120)]
    public uint ModifiedNanoseconds;
    [FieldOffset(136)]
    public uint DeviceMajor;
    [FieldOffset(140)]
    public uint DeviceMinor;
    [FieldOffset(144)]
    public ulong Mount;
}
