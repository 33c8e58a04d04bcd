using Cosmovisor.Events;
using Cosmovisor.Linux;

namespace Cosmovisor.Supervision;

/// <summary>Passes every signal on to the daemon, each time, and notes which of them ask us to end.</summary>
internal sealed class SignalRelay(INews news)
{
    /// <summary>The daemon of this life; null between two lives.</summary>
    public Child? Daemon { get; set; }

    public StopRequest StopRequest { get; } = new();

    /// <summary>Between two lives a hang-up ends us as it would end any program, unless we were started to ignore it (nohup).</summary>
    private bool HangupEnds { get; } = !SignalSets.Ignores(Signals.Hangup);

    public void PassOn(SignalReceived signal)
    {
        if (signal.Number is Signals.Terminate or Signals.Interrupt or Signals.Quit
            || (signal.Number == Signals.Hangup && Daemon is null && HangupEnds))
        {
            StopRequest.Make(signal.Number);
        }

        if (Daemon is null or { End: not null })
        {
            news.Tell(new Happening.SignalWithoutDaemon(SignalName.Of(signal.Number)));
            return;
        }

        // The terminal sends Ctrl-C to the whole foreground group, and the daemon is in ours: a second copy from us would be one too many.
        if (signal.FromTerminal && !IsForTheLeaderAlone(signal) && Terminal.IsInOurGroup(Daemon.Pid))
        {
            news.Tell(new Happening.SignalFromTheTerminal(SignalName.Of(signal.Number), Daemon.Pid, StopRequest.Signal == signal.Number));
            return;
        }

        Daemon.Signal(signal.Number);
        news.Tell(new Happening.SignalPassedOn(SignalName.Of(signal.Number), Daemon.Pid, StopRequest.Signal == signal.Number));
    }

    /// <summary>Ctrl-Z: the shell waits for us to stop, and it is the daemon that did. Stops us too, until the shell says go on.</summary>
    public void FollowJobControl()
    {
        // STOP came from somebody who wants the daemon stopped, and not from a terminal: who would say go on to us?
        if (Daemon is { StoppedBy: var signal } stopped && Signals.StopsAJob(signal) && Terminal.IsOurs)
        {
            stopped.StoppedBy = 0;
            _ = Signals.Send(Environment.ProcessId, Signals.Stop);
        }
    }

    // A terminal that hangs up tells the session's leader and nobody else (setsid(2), credentials(7)): `docker run -t`, `ssh -t host
    // cosmovisor start`.
    private static bool IsForTheLeaderAlone(SignalReceived signal) =>
        (signal.Number == Signals.Hangup || signal.Number == Signals.Continue) && Terminal.WeLeadTheSession;
}
