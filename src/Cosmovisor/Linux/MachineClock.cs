using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>The machine's clock, and how it stands to the time since the machine's start. Linux only.</summary>
internal static unsafe partial class MachineClock
{
    private const int RealTime = 0; // CLOCK_REALTIME
    private const int BootTime = 7; // CLOCK_BOOTTIME
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>Nanoseconds since 1970.</summary>
    public static long Now => Read(RealTime);

    /// <summary>The clock, less the time since the start.</summary>
    public static long Offset => Read(RealTime) - Read(BootTime);

    /// <returns>Another one after each start of the machine; null where that is not known.</returns>
    public static string? Boot =>
        OperatingSystem.IsLinux() && ProcFile.Read(BootId) is { Length: > 0 } id ? System.Text.Encoding.ASCII.GetString(id).Trim() : null;

    /// <summary>Nanoseconds of a clock of clock_gettime(2).</summary>
    public static long Read(int clock)
    {
        var time = stackalloc long[2];
        return GetTime(clock, time) == 0 ? (time[0] * 1_000_000_000) + time[1]
            : throw new IOException($"cannot read the clock: {Errno.LastText}");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, long* time);
}
