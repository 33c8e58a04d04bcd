using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>What this process, and what it starts or becomes, may use (setrlimit(2)). Limits are lowered and never raised.</summary>
internal static unsafe partial class ResourceLimits
{
    public const int CpuSeconds = 0; // RLIMIT_CPU
    public const int FileBytes = 1; // RLIMIT_FSIZE

    /// <summary>
    /// Memory that can be written (RLIMIT_DATA). The address space would be the wrong measure: runtimes reserve much more than they use.
    /// </summary>
    public const int MemoryBytes = 2;
    public const int CoreBytes = 4; // RLIMIT_CORE

    /// <summary>Processes and threads of the same user, those of its node among them; root has no such limit (RLIMIT_NPROC).</summary>
    public const int Processes = 6;
    public const int OpenFiles = 7; // RLIMIT_NOFILE

    public static void Lower(int which, ulong most)
    {
        Limit now;

        if (OperatingSystem.IsLinux() && GetLimit(which, &now) == 0)
        {
            var lower = new Limit { Soft = Math.Min(now.Soft, most), Hard = Math.Min(now.Hard, most) };
            _ = SetLimit(which, &lower);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int which, Limit* limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int which, Limit* limit);

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
