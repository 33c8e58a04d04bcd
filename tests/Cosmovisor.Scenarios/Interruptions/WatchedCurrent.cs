namespace Cosmovisor.Tests.Interruptions;

/// <summary>Looks at <c>current</c> without a pause: at no instant is there none, or one that leads nowhere.</summary>
internal sealed class WatchedCurrent : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Thread _thread;

    public WatchedCurrent(NodeHome home)
    {
        _thread = new Thread(() => Watch(home)) { IsBackground = true };
        _thread.Start();
    }

    private void Watch(NodeHome home)
    {
        while (!_over.IsCancellationRequested && Trouble is null)
        {
            Trouble = home.Current is not { } current ? "there was an instant without current"
                : !File.Exists(home.In($"cosmovisor/current/bin/{NodeHome.DaemonName}")) ? $"current led to {current}, which had no binary"
                : null;
            _ = Thread.Yield();
        }
    }

    /// <summary>What was wrong with it; null for nothing.</summary>
    public string? Trouble { get; private set; }

    public void Dispose()
    {
        _over.Cancel();
        _thread.Join();
        _over.Dispose();
    }
}
