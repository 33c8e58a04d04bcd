using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>The machine's clock, and how it stands to the time since the machine's start. Linux only.</summary>
internal static unsafe partial class MachineClock
{
    private const int RealTime = 0; // CLOCK_REALTIME
    private const int FileTime = 5; // CLOCK_REALTIME_COARSE: the kernel stamps files by it
    private const int BootTime = 7; // CLOCK_BOOTTIME
    private const int TicksAwaited = 50;
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>Nanoseconds since 1970.</summary>
    public static long Now => Nanoseconds(RealTime);

    /// <summary>Waits until a file that is written gets a time after this one: at most a tick of the kernel, 1 to 10 ms.</summary>
    /// <remarks>A clock that was set back is not waited for.</remarks>
    public static void AwaitFileTimeAfter(DateTimeOffset time)
    {
        var past = (time - DateTimeOffset.UnixEpoch).Ticks * 100;

        for (var waited = 0; OperatingSystem.IsLinux() && waited < TicksAwaited && Nanoseconds(FileTime) <= past; waited++)
        {
            _ = Sleep(500); // Thread.Sleep knows whole milliseconds only
        }
    }

    /// <summary>The clock, less the time since the start.</summary>
    public static long Offset => Nanoseconds(RealTime) - Nanoseconds(BootTime);

    /// <returns>Another one after each start of the machine; null where that cannot be told.</returns>
    public static string? Boot =>
        OperatingSystem.IsLinux() && ProcFile.Read(BootId) is { Length: > 0 } id ? System.Text.Encoding.ASCII.GetString(id).Trim() : null;

    private static long Nanoseconds(int clock)
    {
        var time = stackalloc long[2];
        return GetTime(clock, time) == 0 ? (time[0] * 1_000_000_000) + time[1]
            : throw new IOException($"cannot read the clock: {Errno.LastText}");
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, long* time);
}
