using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>The clock that files are stamped by: the kernel's coarse one, which moves on with each tick (1 to 10 ms). Linux only.</summary>
internal static unsafe partial class FileClock
{
    private const int Coarse = 5; // CLOCK_REALTIME_COARSE
    private const int TicksAwaited = 50;

    /// <summary>Returns when a file that is written in <paramref name="folder"/> gets a time after <paramref name="moment"/>.</summary>
    /// <remarks>
    /// A file whose time was asked for gets the exact time with its next change, and no later change anywhere in that file system an
    /// earlier one (multigrain timestamps, Linux 6.13): a file without a name is changed so, in 0.02 to 0.2 ms. Where a kernel or a file
    /// system does not know that, the next tick is waited for. A clock that was set back is not waited for.
    /// </remarks>
    public static void AwaitTimeAfter(DateTimeOffset moment, string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var past = (moment - DateTimeOffset.UnixEpoch).Ticks * 100;

        if (MachineClock.Read(Coarse) > past || MoveOn(folder) > past)
        {
            return;
        }

        for (var waited = 0; waited < TicksAwaited && MachineClock.Read(Coarse) <= past; waited++)
        {
            _ = Sleep(500); // Thread.Sleep knows whole milliseconds only
        }
    }

    /// <returns>The time that a change of a file in this folder has got now; 0 where no file can be made in it.</returns>
    private static long MoveOn(string folder)
    {
        var number = Libc.Open(folder, OpenFlags.Nameless | OpenFlags.WriteOnly | OpenFlags.CloseOnExec, 0x180);

        if (number < 0)
        {
            // A folder that is made later is made in the file system of the one above.
            return Errno.Last == Errno.ENOENT && Path.GetDirectoryName(folder) is { } above ? MoveOn(above) : 0;
        }

        using var file = new FileDescriptor(number);

        try
        {
            _ = FileFacts.OfOpen(number, folder);
            return SetTimesToNow(number, null) == 0 ? FileFacts.OfOpen(number, folder).Modified : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetTimesToNow(int fd, long* times);
}
