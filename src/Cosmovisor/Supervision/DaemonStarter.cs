using Cosmovisor.Detection;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Supervision;

/// <summary>Starts the daemon, each life with the same arguments, but for the halt height of a life that is run up to one.</summary>
/// <param name="home">Where its versions are.</param>
/// <param name="arguments">Exactly what it gets behind its own name.</param>
/// <param name="watchOutput">Whether its output goes through us; otherwise it has our streams and terminal directly.</param>
/// <param name="children">Where its process is known.</param>
/// <param name="inbox">Where its output reports to.</param>
internal sealed class DaemonStarter(DaemonHome home, byte[][] arguments, bool watchOutput, Children children, EventQueue inbox)
    : IDisposable
{
    private readonly Lazy<OutputSink> _standardOutput = new(() => new OutputSink(1));
    private readonly Lazy<OutputSink> _standardError = new(() => new OutputSink(2));
    private readonly bool _oneStream = SameStream.OutputAndError;
    private IReadOnlyList<OutputPump> _lastPumps = [];

    /// <summary>
    /// Whether a life may begin: one that gets our streams itself must not overtake the last words of the one before, which still go
    /// through us.
    /// </summary>
    public bool HasTheStreams(RunUpTo? upTo, bool isWatched) =>
        isWatched || Watches(upTo) || _lastPumps.All(pump => pump.HasEnded || pump.IsStrangers);

    /// <param name="life">What it runs, and what that is run up to.</param>
    /// <param name="isWatched">Its output goes through us in this life, whatever the contract.</param>
    /// <returns>It runs; its pumps are to be begun.</returns>
    /// <exception cref="RefusedException">It could not be executed.</exception>
    public Daemon Start(WatchedLife life, bool isWatched)
    {
        var version = life.Version;
        var watched = isWatched || Watches(life.UpTo);
        var given = life.UpTo is { IsAskedFor: false, Plan.Height: var height } ? DaemonArguments.WithHaltHeight(arguments, height)
            : arguments;
        var path = DaemonBinary.Usable(home, version.Folder);
        var pipes = watched ? OpenPipes() : [];
        var program = new ProgramStart(path, [NativeStrings.Bytes(path), .. given], ProcessImage.EnvironmentWith(
            LibraryPath.With(DaemonHome.LibrariesIn(version.Folder))))
        {
            Streams = (-1, WriteEnd(pipes, 1), WriteEnd(pipes, _oneStream ? 1 : 2)),
        };

        var (child, errno) = children.Start(program);

        foreach (var pipe in pipes)
        {
            FileDescriptor.Close(pipe.Write); // the daemon's copy alone must hold the pipe open
        }

        if (child is null)
        {
            foreach (var pipe in pipes)
            {
                FileDescriptor.Close(pipe.Read);
            }

            throw DaemonBinary.NotExecuted(path, errno);
        }

        _lastPumps = [.. pipes.Select((pipe, i) => new OutputPump(
            pipe.Read, (pipe.Stream == 1 ? _standardOutput : _standardError).Value, _lastPumps.ElementAtOrDefault(i), inbox.Nudge))];

        return new Daemon(child, _lastPumps);
    }

    public void Dispose()
    {
        foreach (var sink in new[] { _standardOutput, _standardError }.Where(sink => sink.IsValueCreated))
        {
            sink.Value.Dispose();
        }
    }

    // What the node says at its halt height is the proof that it stopped there.
    private bool Watches(RunUpTo? upTo) => watchOutput || upTo is not null;

    // With `2>&1` a single pipe keeps the order in which the daemon wrote; two would mix it. A stream that is closed must stay so: its
    // writes fail, and the daemon may act on that.
    private Piped[] OpenPipes() =>
        [.. Enumerable.Range(1, _oneStream ? 1 : 2)
            .Where(stream => !ClosedStream.Is(stream))
            .Select(stream => (Stream: stream, Ends: PipePair.Open()))
            .Select(pipe => new Piped(pipe.Stream, pipe.Ends.Read, pipe.Ends.Write))];

    private static int WriteEnd(Piped[] pipes, int stream) => pipes.FirstOrDefault(pipe => pipe.Stream == stream)?.Write ?? -1;

    /// <summary>A stream of the daemon's that goes through us.</summary>
    private sealed record Piped(int Stream, int Read, int Write);
}
