namespace Cosmovisor.Linux;

/// <summary>Looks at what a pipe holds without taking it, by tee(2) into a pipe of our own.</summary>
internal sealed unsafe class PipePeek(int size) : IDisposable
{
    private const nuint BytesWaiting = 0x541B; // FIONREAD
    private const uint DontWait = 2; // SPLICE_F_NONBLOCK

    private readonly byte[] _buffer = new byte[64 * 1024];
    private (int Read, int Write) _copy = (-1, -1);

    /// <summary>Shows what <paramref name="pipe"/> holds behind its first <paramref name="known"/> bytes.</summary>
    /// <returns>How many bytes are known now.</returns>
    public long Look(int pipe, long known, Action<ReadOnlySpan<byte>> show)
    {
        int waiting;

        if (Libc.Ioctl(pipe, BytesWaiting, &waiting) != 0 || waiting <= known)
        {
            return known;
        }

        if (_copy.Read < 0)
        {
            _copy = PipePair.Open();
            PipePair.Enlarge(_copy.Read, size);
            PipePair.NeverWait(_copy.Read);
        }

        _ = Libc.Tee(pipe, _copy.Write, (nuint)waiting, DontWait);
        var at = 0L;

        while (Read() is > 0 and var count)
        {
            var skipped = (int)Math.Clamp(known - at, 0, count);
            show(_buffer.AsSpan(skipped, count - skipped));
            at += count;
        }

        return Math.Max(known, at);
    }

    public void Dispose()
    {
        if (_copy.Read >= 0)
        {
            _ = Libc.Close(_copy.Read);
            _ = Libc.Close(_copy.Write);
        }
    }

    private int Read()
    {
        fixed (byte* start = _buffer)
        {
            return (int)Libc.Read(_copy.Read, start, (nuint)_buffer.Length);
        }
    }
}
