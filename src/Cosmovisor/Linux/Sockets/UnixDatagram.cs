using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>
/// One datagram to a service of this machine, such as systemd or its journal: to a path or, with a leading @, an abstract name.
/// </summary>
/// <remarks>Plain calls rather than System.Net.Sockets, which would start a thread pool and an event loop for it.</remarks>
internal static unsafe partial class UnixDatagram
{
    private const int LongestName = 108; // sizeof(sun_path)
    private const int Unix = 1; // AF_UNIX
    private const int Datagram = 2; // SOCK_DGRAM
    private const int CloseOnExec = 0x80000; // SOCK_CLOEXEC
    private const int DontWait = 0x40; // MSG_DONTWAIT
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL

    public static bool IsUsable(string name) =>
        OperatingSystem.IsLinux() && name is ['@' or '/', _, ..] && Encoding.UTF8.GetByteCount(name) < LongestName;

    /// <summary>Sends it or does not; never waits for a receiver who is slow.</summary>
    /// <param name="name">One that <see cref="IsUsable"/>.</param>
    /// <param name="message">Not empty.</param>
    /// <returns>False when it was not taken; <see cref="Errno.Last"/> says why. The receiver may be gone, and that is its own
    /// affair.</returns>
    public static bool Send(string name, ReadOnlySpan<byte> message)
    {
        var address = stackalloc byte[2 + LongestName];
        *(short*)address = Unix;
        var length = Encoding.UTF8.GetBytes(name, new Span<byte>(address + 2, LongestName));

        if (name[0] == '@')
        {
            address[2] = 0;
        }

        var fd = SocketC(Unix, Datagram | CloseOnExec, 0);

        if (fd < 0)
        {
            return false;
        }

        bool wasTaken;
        int error;

        fixed (byte* bytes = message)
        {
            wasTaken = SendTo(fd, bytes, (nuint)message.Length, DontWait | NoSignal, address, (uint)(2 + length)) >= 0;
            error = Errno.Last;
        }

        _ = Libc.Close(fd);
        Marshal.SetLastPInvokeError(error); // of the sending, not of the closing
        return wasTaken;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int SocketC(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static partial nint SendTo(int fd, byte* bytes, nuint count, int flags, byte* address, uint length);
}
