namespace Cosmovisor.Linux;

/// <summary>A pipe whose ends are not passed on to programs we start, unless placed there by name.</summary>
internal static unsafe class PipePair
{
    private const int SetFdFlags = 2; // F_SETFD
    private const int GetFlags = 3; // F_GETFL
    private const int SetFlags = 4; // F_SETFL
    private const int CloseOnExec = 1; // FD_CLOEXEC
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ, Linux only
    private const int GetPipeSize = 1032; // F_GETPIPE_SZ

    public static (int Read, int Write) Open()
    {
        Span<int> fds = stackalloc int[2];

        fixed (int* pair = fds)
        {
            // In one call: a hook may be started on another thread between two, and would hold the node's pipe open.
            if ((OperatingSystem.IsLinux() ? Libc.Pipe2(pair, OpenFlags.CloseOnExec) : PipeOfMac(pair)) != 0)
            {
                throw new RefusedException($"cannot open a pipe: {Errno.LastText}");
            }
        }

        return (fds[0], fds[1]);
    }

    /// <summary>A larger pipe lets the daemon run ahead of us and saves wake-ups. A wish only: the kernel may say no.</summary>
    public static void Enlarge(int fd, int bytes)
    {
        if (OperatingSystem.IsLinux() && Libc.Fcntl(fd, GetPipeSize, 0) < bytes)
        {
            _ = Libc.Fcntl(fd, SetPipeSize, bytes);
        }
    }

    public static void NeverWait(int fd) =>
        _ = Libc.Fcntl(fd, SetFlags, Libc.Fcntl(fd, GetFlags, 0) | (nint)OpenFlags.NonBlocking);

    // macOS has no pipe2(2).
    private static int PipeOfMac(int* pair)
    {
        var result = Libc.Pipe(pair);

        if (result == 0)
        {
            _ = Libc.Fcntl(pair[0], SetFdFlags, CloseOnExec);
            _ = Libc.Fcntl(pair[1], SetFdFlags, CloseOnExec);
        }

        return result;
    }
}
