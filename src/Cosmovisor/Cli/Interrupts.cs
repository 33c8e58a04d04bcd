using System.Runtime.InteropServices;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>
/// Ctrl-C and TERM for commands that leave nothing half done: the first asks them to end, a second one ends us as it would end any program.
/// </summary>
/// <remarks>
/// The library's own handling waits two seconds, ends with 130 whatever the signal was, and dies of a second one with a stack trace.
/// </remarks>
internal static class Interrupts
{
    private static readonly CancellationTokenSource Asked = new();
    private static PosixSignalRegistration? _interrupt;
    private static PosixSignalRegistration? _terminate;
    private static int _signal;

    /// <summary>Whoever takes it has to look at it: from then on a first signal does nothing else.</summary>
    public static CancellationToken Token
    {
        get
        {
            _interrupt ??= Listen(PosixSignal.SIGINT, Linux.Signals.Interrupt);
            _terminate ??= Listen(PosixSignal.SIGTERM, Linux.Signals.Terminate);
            return Asked.Token;
        }
    }

    /// <summary>What a program ends with that the signal has ended.</summary>
    public static int ExitCode => _signal == 0 ? ExitCodes.Interrupted : 128 + _signal;

    /// <summary>A line from the terminal; whoever has taken the token is not kept by it.</summary>
    public static string? ReadLine() => _terminate is null ? Console.In.ReadLine()
        : Task.Run(Console.In.ReadLine).WaitAsync(Asked.Token).GetAwaiter().GetResult();

    private static PosixSignalRegistration Listen(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = Interlocked.CompareExchange(ref _signal, number, 0) == 0;
        Asked.Cancel();
    });
}
