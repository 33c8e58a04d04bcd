using Cosmovisor.Detection;
using Cosmovisor.Layout;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Supervision;

/// <summary>Starts the daemon, each life with the same arguments, but for the halt height of a life that is run up to one.</summary>
/// <param name="home">Where its versions are.</param>
/// <param name="arguments">Exactly what it gets behind its own name.</param>
/// <param name="watchOutput">Whether its output goes through us; otherwise it has our streams and terminal directly.</param>
/// <param name="children">Where its process is known.</param>
/// <param name="inbox">Where its output reports to.</param>
internal sealed class DaemonStarter(DaemonHome home, byte[][] arguments, bool watchOutput, Children children, Inbox inbox) : IDisposable
{
    private readonly OutputSink _standardOutput = new(1);
    private readonly OutputSink _standardError = new(2);
    private readonly bool _oneStream = SameStream.OutputAndError;
    private IReadOnlyList<OutputPump> _lastPumps = [];

    /// <summary>Whether a life may begin: one that gets our streams itself must not overtake the last words of the one before, which still go through us.</summary>
    public bool HasTheStreams(RunUpTo? upTo) => Watches(upTo) || _lastPumps.All(pump => pump.HasEnded || pump.IsStrangers);

    /// <exception cref="RefusedException">It could not be executed.</exception>
    public Daemon Start(CurrentVersion version, RunUpTo? upTo = null)
    {
        var watched = Watches(upTo);
        var given = upTo is { IsAskedFor: false, Plan.Height: var height } ? DaemonArguments.WithHaltHeight(arguments, height) : arguments;
        var path = home.BinaryIn(version.Folder);
        DaemonBinary.EnsureUsable(path);
        var pipes = watched ? OpenPipes() : [];
        var program = new ProgramStart(path, [StringVector.Bytes(path), .. given], ProcessImage.EnvironmentWith(LibraryPath.With(DaemonHome.LibrariesIn(version.Folder))))
        {
            Streams = watched ? (-1, pipes[0].Write, pipes[^1].Write) : (-1, -1, -1),
        };

        var (child, errno) = children.Start(program);

        foreach (var (_, write) in pipes)
        {
            _ = Libc.Close(write); // the daemon's copy alone must hold the pipe open
        }

        if (child is null)
        {
            foreach (var (read, _) in pipes)
            {
                _ = Libc.Close(read);
            }

            throw DaemonBinary.NotExecuted(path, errno);
        }

        var report = inbox.BeginLife();
        _lastPumps = [.. pipes.Select((pipe, i) => new OutputPump(pipe.Read, i == 0 ? _standardOutput : _standardError, report, _lastPumps.ElementAtOrDefault(i), inbox.Nudge, heights: upTo is not null))];

        foreach (var pump in _lastPumps)
        {
            pump.Start();
        }

        return new Daemon(child, _lastPumps);
    }

    public void Dispose()
    {
        _standardOutput.Dispose();
        _standardError.Dispose();
    }

    // What the node says at its halt height is the proof that it stopped there.
    private bool Watches(RunUpTo? upTo) => watchOutput || upTo is not null;

    // With `2>&1` a single pipe keeps the order in which the daemon wrote; two would mix it.
    private (int Read, int Write)[] OpenPipes() => _oneStream ? [PipePair.Open()] : [PipePair.Open(), PipePair.Open()];
}
