namespace Cosmovisor.Linux;

/// <summary>A standard stream that was closed when we were started, as after <c>&gt;&amp;-</c>.</summary>
internal static class ClosedStream
{
    private const int GetFdFlags = 1; // F_GETFD
    private const int CloseOnExec = 1; // FD_CLOEXEC

    /// <summary>Whether the daemon finds <paramref name="fd"/> closed. start.c has put something there that execve(2) closes.</summary>
    public static bool Is(int fd) => Libc.Fcntl(fd, GetFdFlags, 0) is var flags && (flags < 0 || (flags & CloseOnExec) != 0);
}
