using System.Runtime.InteropServices;

namespace Cosmovisor.Demo;

/// <summary>kill(2), because the framework knows KILL only.</summary>
internal static partial class Signals
{
    private const int Term = 15;

    public static void Terminate(int pid) => _ = Kill(pid, Term);

    public static bool IsThere(int pid) => Kill(pid, 0) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
