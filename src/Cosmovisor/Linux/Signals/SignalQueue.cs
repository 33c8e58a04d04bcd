using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>A signal somebody sent us.</summary>
/// <param name="Number">Which one.</param>
/// <param name="FromTerminal">Sent by the kernel (Ctrl-C, Ctrl-Z, a resized window), hence also to every process of our group.</param>
internal readonly record struct SignalReceived(int Number, bool FromTerminal);

/// <summary>Every signal as something to read, in the order they came, on the thread that reads.</summary>
/// <remarks>
/// signalfd(2): no handler runs anywhere, so nothing is interrupted and nothing has to be async-signal-safe.
/// The signals must be blocked in every thread: start.c does it before the runtime has any, and <see cref="SelfReexec"/> under the JIT.
/// </remarks>
internal sealed unsafe class SignalQueue : IDisposable
{
    private const int InfoSize = 128; // sizeof(struct signalfd_siginfo)
    private const int CodeOffset = 8; // ssi_code
    private const int SentByKernel = 0x80; // SI_KERNEL
    private const int SfdCloseOnExec = 0x80000;
    private const int SfdNonBlocking = 0x800;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly int _writeEnd = -1;

    public SignalQueue()
    {
        if (OperatingSystem.IsLinux())
        {
            Libc.SignalSet ours;
            BlockedSignals.Fill(&ours);
            Fd = Libc.SignalFd(-1, &ours, SfdCloseOnExec | SfdNonBlocking);

            if (Fd < 0)
            {
                throw new RefusedException($"cannot listen for signals: {Errno.LastText}");
            }

            return;
        }

        (Fd, _writeEnd) = PipePair.Open();
        PipePair.NeverWait(Fd);

        foreach (var signal in new[]
        {
            Signals.Hangup,
            Signals.Interrupt,
            Signals.Quit,
            Signals.Terminate,
            Signals.Continue,
            Signals.ChildChanged,
            Signals.TerminalStop,
            28,
            30,
            31
        })
        {
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)signal, Enqueue));
        }
    }

    /// <summary>Readable when a signal waits.</summary>
    public int Fd { get; }

    public bool TryRead(out SignalReceived signal)
    {
        var info = stackalloc byte[InfoSize];
        var count = Libc.Read(Fd, info, InfoSize);
        signal = default;

        if (count == InfoSize)
        {
            signal = new SignalReceived(*(int*)info, *(int*)(info + CodeOffset) == SentByKernel);
            return true;
        }

        if (count == 1)
        {
            // Without siginfo_t nobody tells who sent it; at a terminal it nearly always was the terminal.
            signal = new SignalReceived(*info, *info is Signals.Interrupt or Signals.Quit || *info == Signals.TerminalStop);
            return true;
        }

        return false;
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _ = Libc.Close(Fd);

        if (_writeEnd >= 0)
        {
            _ = Libc.Close(_writeEnd);
        }
    }

    private void Enqueue(PosixSignalContext context)
    {
        context.Cancel = true;
        var number = (byte)context.Signal;
        _ = Libc.Write(_writeEnd, &number, 1);
    }
}
