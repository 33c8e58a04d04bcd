using Cosmovisor.Linux;

namespace Cosmovisor.Detection;

/// <summary>Passes one of the daemon's output streams on, byte for byte, and looks at it on the way.</summary>
/// <remarks>
/// One thread and one buffer a stream, no allocation while it runs. What the reader takes at once is written before it is looked at,
/// because the operator's log must not wait for our parsing; what a slow reader does not take is looked at before we wait for him,
/// because an upgrade must not wait for a stuck log.
/// </remarks>
internal sealed class OutputPump
{
    // 1 MiB reads lose when the output is a pipe, 64 KiB reads lose against a large pipe: docs/benchmarks.md.
    private const int BufferSize = 128 * 1024;
    private const int StackSize = 256 * 1024;

    private readonly WatchedPipe _from;
    private readonly OutputSink _to;
    private readonly Action _tellEnd;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private OutputPump? _previous;

    /// <param name="from">The read end of the daemon's stream; closed at the end.</param>
    /// <param name="to">Ours.</param>
    /// <param name="report">Called on the pump's thread, in the order of the stream.</param>
    /// <param name="previous">The same stream of the daemon's last life: its last bytes go first.</param>
    /// <param name="ended">Called on the pump's thread when all has been passed on.</param>
    /// <param name="heights">Looks at the lines about heights too: for a life that is run up to one.</param>
    public OutputPump(int from, OutputSink to, Action<Observation> report, OutputPump? previous, Action ended, bool heights = false) =>
        (_from, _to, _previous, _tellEnd) = (new WatchedPipe(from, report, heights), to, previous, ended);

    public void Start() => new Thread(Run, StackSize) { IsBackground = true, Name = "output" }.Start();

    /// <summary>Everything the daemon wrote has been passed on.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>The daemon and its descendants are gone, and a stranger still holds the stream open.</summary>
    public bool IsStrangers { get; private set; }

    /// <summary>After the daemon's end: sees to it that everything it said has been looked at, even if our reader is stuck.</summary>
    /// <param name="patience">How long an ordinary reader may take for what is left.</param>
    public void LookAtTheRest(TimeSpan patience)
    {
        if (_from.Rest is null && !IsStrangers && !_ended.Task.Wait(patience))
        {
            IsStrangers = !_from.TryTakeTheRest(patience);
        }
    }

    private void Run()
    {
        _previous?.AwaitEnd(_from.LookAhead);
        _previous = null; // or each life would keep all those before it in memory
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        Action lookAhead = _from.LookAhead; // once: naming it in the loop would make an object for each chunk, and a heap that grows

        while (_from.Read(buffer, _to, out var taken) is > 0 and var count)
        {
            _to.WriteAll(buffer.AsSpan(taken, count - taken), lookAhead);

            if (_to.IsBroken)
            {
                break; // our reader is gone; closing the pipe tells the daemon in the way it would have learned without us
            }
        }

        _from.End();

        foreach (var chunk in _from.Rest ?? [])
        {
            _to.WriteAll(chunk, () => { });
        }

        _from.Close();
        _ended.SetResult();
        _tellEnd();
    }

    private void AwaitEnd(Action meanwhile)
    {
        // A stranger's stream may never end; only known last bytes are waited for.
        while (_from.Rest is not null && !_ended.Task.Wait(OutputSink.Patience))
        {
            meanwhile();
        }
    }
}
