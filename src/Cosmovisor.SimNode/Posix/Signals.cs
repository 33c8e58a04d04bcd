using System.Runtime.InteropServices;
using Cosmovisor.SimNode.Logging;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Posix;

/// <summary>What the node hears: TERM, INT and QUIT ask it to stop, the others are only told with <c>--log-signals</c>.</summary>
internal sealed class Signals : IDisposable
{
    private readonly Options _options;
    private readonly Log _log;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly ManualResetEventSlim _stop = new();

    public Signals(Options options, Log log)
    {
        (_options, _log) = (options, log);
        Stop(PosixSignal.SIGTERM, "TERM", "terminated");
        Stop(PosixSignal.SIGINT, "INT", "interrupt");
        Stop(PosixSignal.SIGQUIT, "QUIT", "quit");

        if (options.LogSignals)
        {
            Tell(PosixSignal.SIGHUP, "HUP");
            Tell((PosixSignal)SignalNumber.User1, "USR1");
            Tell((PosixSignal)SignalNumber.User2, "USR2");
            Tell(PosixSignal.SIGWINCH, "WINCH");
            Tell(PosixSignal.SIGCONT, "CONT");
        }
    }

    /// <summary>The signal that asked for the stop, in Go's word for it.</summary>
    public string StoppedBy { get; private set; } = "interrupt";

    public bool StopAsked => _stop.IsSet;

    /// <returns>True when a stop was asked for within the time.</returns>
    public bool WaitForStop(TimeSpan time) => _stop.Wait(time);

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Stop(PosixSignal signal, string name, string goName) => On(signal, name, () =>
    {
        if (_options.IgnoreTerm)
        {
            _log.Info("ignoring signal", "server", ("signal", goName));
            return;
        }

        StoppedBy = goName;
        _stop.Set();
    });

    private void Tell(PosixSignal signal, string name) => On(signal, name, () => { });

    private void On(PosixSignal signal, string name, Action then) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;

            if (_options.LogSignals)
            {
                Output.Standard.Line($"signal {name}");
            }

            then();
        }));
}
