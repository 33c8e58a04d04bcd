using System.Globalization;

namespace Cosmovisor.Agent.Files;

/// <summary>
/// Gives back what reading has used up. The collector by itself lets tens of megabytes gather: nothing else on the machine asks it for
/// them.
/// </summary>
internal static class UsedMemory
{
    private const string Code = "r-xp";

    private const long Much = 8 * 1024 * 1024;

    private static long _allocated;

    /// <summary>
    /// What the start has used up, once: its objects, and the pages of code that were mapped around what it ran. The pages lie in the
    /// executables as they are, and what is run again is mapped again.
    /// </summary>
    public static void GiveBackTheStart()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        if (OperatingSystem.IsLinux())
        {
            try
            {
                foreach (var (start, length) in File.ReadLines("/proc/self/maps").Select(CodeOf).OfType<(nint, nint)>())
                {
                    Libc.DontNeed(start, length);
                }
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
            {
                // Without /proc the pages stay.
            }
        }
    }

    /// <summary>Where a mapping lies that is the code of a file, and can be executed but not written.</summary>
    /// <param name="line">Of <c>/proc/self/maps</c> (proc_pid_maps(5)).</param>
    public static (nint Start, nint Length)? CodeOf(string line) =>
        line.Split(' ', 6, StringSplitOptions.TrimEntries) is [var range, Code, _, _, _, ['/', ..]]
            && range.Split('-') is [var start, var end]
            && nint.TryParse(start, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
            && nint.TryParse(end, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var behind)
            ? (first, behind - first) : null;

    /// <summary>To be called where much may have been read. A look at rest allocates little, and costs nothing here.</summary>
    public static void GiveBack()
    {
        var (now, before) = (GC.GetTotalAllocatedBytes(), Interlocked.Read(ref _allocated));

        if (now - before >= Much && Interlocked.CompareExchange(ref _allocated, now, before) == before)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }
}
