using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cosmovisor.Agent.Files;

/// <summary>The system calls that the framework has no word for.</summary>
internal static partial class Libc
{
    private const int Shared = 1; // LOCK_SH
    private const int DontWait = 4; // LOCK_NB
    private const int MadviseDontNeed = 4; // MADV_DONTNEED
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockElsewhere = 35;

    // Without O_NONBLOCK, opening a named pipe waits for whoever writes into it.
    private static readonly int ReadOnly = OperatingSystem.IsMacOS() ? 0x100_0004 : 0x8_0800; // O_RDONLY | O_NONBLOCK | O_CLOEXEC

    /// <summary>Null when it cannot be opened; the reason is <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    public static SafeFileHandle? TryOpen(string path)
    {
        var fd = Open(path, ReadOnly);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>Whether another process has an exclusive lock on it. Asked by taking a shared one, which is let go at once.</summary>
    public static bool IsLocked(SafeFileHandle file) =>
        Flock((int)file.DangerousGetHandle(), Shared | DontWait) != 0
            && Marshal.GetLastPInvokeError() is WouldBlockOnLinux or WouldBlockElsewhere;

    /// <summary>Gives the memory of a range back; what is used of it again is read from its file.</summary>
    /// <remarks>Only for what is as it lies in the file: all that was written there is lost.</remarks>
    public static void DontNeed(nint start, nint length) => _ = Madvise(start, length, MadviseDontNeed);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(nint start, nint length, int advice);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int fd, int operation);
}
