using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// The least of everything: what runs so gets a processor and a disk when no other program wants them, and goes first when memory runs out.
/// Linux only.
/// </summary>
internal static unsafe partial class IdlePriority
{
    private const string KillMeFirst = "1000";
    private const int IdleScheduling = 5; // SCHED_IDLE
    private const int WhoProcess = 1; // IOPRIO_WHO_PROCESS: with 0, this thread
    private const int IdleClass = 3 << 13; // IOPRIO_CLASS_IDLE

    private static readonly int SetIoPriority = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 30 : 251; // ioprio_set

    /// <summary>For this thread and all that it starts. A system that refuses it is left to be.</summary>
    public static void Take()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var none = 0;
        _ = SetScheduler(0, IdleScheduling, &none);
        _ = Libc.Syscall(SetIoPriority, WhoProcess, 0, IdleClass, 0, 0);

        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", KillMeFirst);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Without /proc, or where it is read-only: then the kernel chooses by size.
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int pid, int policy, int* priority);
}
