namespace Cosmovisor.Agent.Files;

/// <summary>
/// Gives back what reading has used up. The collector by itself lets tens of megabytes gather: nothing else on the machine asks it for
/// them.
/// </summary>
internal static class UsedMemory
{
    private const long Much = 8 * 1024 * 1024;

    private static long _allocated;

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
