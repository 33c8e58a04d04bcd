namespace Cosmovisor.Linux;

/// <summary>Lets any thread end the main thread's wait.</summary>
internal sealed unsafe class WakePipe : IDisposable
{
    private readonly int _write;

    public WakePipe()
    {
        (Fd, _write) = PipePair.Open();
        PipePair.NeverWait(Fd);
        PipePair.NeverWait(_write);
    }

    /// <summary>Readable from <see cref="Signal"/> until <see cref="Clear"/>.</summary>
    public int Fd { get; }

    // A full pipe is as good as one more byte in it, so the answer does not matter.
    public void Signal()
    {
        byte one = 1;
        _ = Libc.Write(_write, &one, 1);
    }

    public void Clear()
    {
        var drain = stackalloc byte[64];

        while (Libc.Read(Fd, drain, 64) == 64)
        {
        }
    }

    public void Dispose()
    {
        _ = Libc.Close(Fd);
        _ = Libc.Close(_write);
    }
}
