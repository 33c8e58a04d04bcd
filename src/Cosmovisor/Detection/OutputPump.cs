using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>Passes one of the daemon's output streams on, byte for byte, and looks at it on the way.</summary>
/// <remarks>
/// One thread and one buffer a stream, no allocation while it runs. What the reader takes at once is written before it is looked at,
/// because the operator's log must not wait for our parsing; what a slow reader does not take is looked at before we wait for him,
/// because an upgrade must not wait for a stuck log.
/// </remarks>
/// <param name="from">The read end of the daemon's stream; closed at the end.</param>
/// <param name="to">Ours.</param>
/// <param name="previous">The same stream of the daemon's last life: its last bytes go first.</param>
/// <param name="ended">Called on the pump's thread when all has been passed on.</param>
internal sealed class OutputPump(int from, OutputSink to, OutputPump? previous, Action ended) : IWitness
{
    // 1 MiB reads lose when the output is a pipe, 64 KiB reads lose against a large pipe: docs/benchmarks.md.
    private const int BufferSize = 128 * 1024;
    private const int StackSize = 256 * 1024;

    // What a pipe still holds when its last writer dies is passed on in microseconds, unless our reader is slow.
    private static readonly TimeSpan ReaderPatience = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WatchedPipe? _pipe;
    private OutputPump? _previous = previous;

    /// <summary>For one life alone. What it reports comes from its own thread, in the order of the stream.</summary>
    /// <remarks>In a life that is run up to a height the lines about heights are looked at too.</remarks>
    /// <exception cref="RefusedException">There can be no thread for it; what the node writes breaks its pipe.</exception>
    public void Begin(WatchedLife life)
    {
        _pipe = new WatchedPipe(from, life.Report, heights: life.UpTo is not null, life.Deaths);

        try
        {
            new Thread(() => Run(_pipe), StackSize) { IsBackground = true, Name = "output" }.Start();
        }
        catch (OutOfMemoryException)
        {
            _pipe.Close();
            _ended.SetResult();
            throw new RefusedException($"the node's output cannot be read: {SpareThread.None}. The node is stopped");
        }
    }

    /// <summary>Everything the daemon wrote has been passed on.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>The daemon and its descendants are gone, and a foreign process still holds the stream open.</summary>
    public bool IsStrangers { get; private set; }

    /// <summary>Sees to it that everything the daemon said has been looked at, even if our reader is stuck.</summary>
    public void End() => LookAtTheRest(ReaderPatience);

    /// <param name="patience">How long an ordinary reader may take for what is left.</param>
    public void LookAtTheRest(TimeSpan patience)
    {
        if (_pipe is { Rest: null } pipe && !IsStrangers && !_ended.Task.Wait(patience))
        {
            IsStrangers = !pipe.TryTakeTheRest(patience);
        }
    }

    private void Run(WatchedPipe pipe)
    {
        _previous?.AwaitEnd(pipe.LookAhead);
        _previous = null; // or each life would keep all those before it in memory
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        Action lookAhead = pipe.LookAhead; // once: naming it in the loop would make an object for each chunk, and a heap that grows

        while (pipe.Read(buffer, to, out var taken) is > 0 and var count)
        {
            to.WriteAll(buffer.AsSpan(taken, count - taken), lookAhead);

            if (to.IsBroken)
            {
                break; // our reader is gone; closing the pipe tells the daemon in the way it would have learned without us
            }
        }

        pipe.End();

        foreach (var chunk in pipe.Rest ?? [])
        {
            to.WriteAll(chunk, () => { });
        }

        pipe.Close();
        _ended.SetResult();
        ended();
    }

    private void AwaitEnd(Action meanwhile)
    {
        // The stream of a foreign process may never end; only known last bytes are waited for.
        while (_pipe?.Rest is not null && !_ended.Task.Wait(OutputSink.Patience))
        {
            meanwhile();
        }
    }
}
