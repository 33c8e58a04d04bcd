using System.Runtime.InteropServices;

namespace Cosmovisor.SimNode.Posix;

internal static unsafe partial class Libc
{
    public const int BrokenPipe = 32;
    public const int Interrupted = 4;

    /// <summary>Ends this process the way an uncaught signal ends one, so that the parent sees a true signal death.</summary>
    public static void DieOf(int signal)
    {
        // The runtime has handlers of its own: without the default action back in place it would turn TERM into exit code 143.
        _ = Signal(signal, 0);
        _ = Kill(Environment.ProcessId, signal);
        Thread.Sleep(Timeout.Infinite);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int file, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int file, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint Signal(int signal, nint action);
}
