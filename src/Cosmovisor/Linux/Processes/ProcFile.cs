namespace Cosmovisor.Linux;

/// <summary>Reads files of /proc, whose size is 0 until they are read.</summary>
internal static unsafe class ProcFile
{
    private const int Largest = 64 * 1024 * 1024; // a big machine's /proc/locks is a fraction of that

    /// <returns>The whole content, or null when it cannot be read: a process may be gone by the time we look.</returns>
    public static byte[]? Read(string path)
    {
        var fd = Libc.Open(path, OpenFlags.CloseOnExec, 0);

        if (fd < 0)
        {
            return null;
        }

        try
        {
            return ReadAll(fd);
        }
        finally
        {
            _ = Libc.Close(fd);
        }
    }

    private static byte[]? ReadAll(int fd)
    {
        var buffer = new byte[4096];
        var length = 0;

        while (true)
        {
            if (length >= Largest)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            nint count;

            fixed (byte* start = buffer)
            {
                count = Libc.Read(fd, start + length, (nuint)(buffer.Length - length));
            }

            if (count < 0 && Errno.Last != Errno.EINTR)
            {
                return null;
            }

            if (count == 0)
            {
                return buffer[..length];
            }

            length += (int)Math.Max(0, count);
        }
    }
}
