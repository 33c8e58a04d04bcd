using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Gives back what a start needed, or the upgrade before it, and a supervisor that waits for months does not.</summary>
internal static unsafe class IdleMemory
{
    // A plain start allocates less. To collect it would touch more of the collector's own code and tables than there is to collect.
    private const long WorthCollecting = 1024 * 1024;

    private static long _collected;
    private static bool _isWanted;

    /// <summary>On the main thread, when something that needed memory is over: it is given back before the next long wait.</summary>
    /// <remarks>Not at once: what still has to be written down would bring its pages back.</remarks>
    public static void GiveBackWhenIdle() => _isWanted = true;

    /// <summary>On the main thread, before a long wait. What we hold in our hands stays.</summary>
    public static void GiveBackIfWanted()
    {
        if (!_isWanted)
        {
            return;
        }

        _isWanted = false;
        var allocated = GC.GetTotalAllocatedBytes();

        if (allocated - _collected > WorthCollecting)
        {
            _collected = allocated;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            TrimNativeHeap();
        }

        StartupPages.GiveBack(); // last: what the two above needed of our code goes too
    }

    // malloc_trim(3), of glibc alone, and so not bound by the linker.
    private static void TrimNativeHeap()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out var trim))
        {
            _ = ((delegate* unmanaged<nuint, int>)trim)(0);
        }
    }
}
