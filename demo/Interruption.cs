using System.Runtime.InteropServices;

namespace Cosmovisor.Demo;

/// <summary>Turns Ctrl-C and its like into a cancelled wait, so that everything is put away before the demo ends.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Watched =
        [(PosixSignal.SIGHUP, 1), (PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGTERM, 15)];

    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations = [.. Watched.Select(watched => Register(watched.Signal, watched.Number))];

    public CancellationToken Token => _asked.Token;

    /// <summary>The number of the signal that came first.</summary>
    public int? Signal { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _asked.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Signal ??= number;
        _asked.Cancel();
    });
}
