using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>The error numbers that decide something here. The same on every Linux; EAGAIN alone differs on macOS.</summary>
internal static class Errno
{
    public const int EINTR = 4;
    public const int ECHILD = 10;
    public const int EPIPE = 32;

    public static int EAGAIN { get; } = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>The error of the last call made through <see cref="Libc"/> on this thread.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    public static string LastText => Text(Last);

    public static string Text(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";
}
