using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Cosmovisor.Tests.Supervision;

internal static partial class Signal
{
    /// <summary>Sends a signal to a process that is there.</summary>
    public static void Send(int pid, int signal)
    {
        if (Kill(pid, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
