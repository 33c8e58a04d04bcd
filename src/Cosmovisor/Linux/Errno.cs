using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>The error numbers that decide something here. The same on every Linux; those that differ on macOS are properties.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int ENXIO = 6;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int ECHILD = 10;
    public const int EXDEV = 18;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ETXTBSY = 26;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int EMLINK = 31;
    public const int EPIPE = 32;

    public static int ELOOP { get; } = OperatingSystem.IsMacOS() ? 62 : 40;

    public static int ENOSYS { get; } = OperatingSystem.IsMacOS() ? 78 : 38;

    public static int EOPNOTSUPP { get; } = OperatingSystem.IsMacOS() ? 102 : 95;

    public static int EAGAIN { get; } = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>The error of the last call made through <see cref="Libc"/> on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    public static string LastText => Text(Last);

    public static string Text(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
