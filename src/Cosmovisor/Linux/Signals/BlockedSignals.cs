namespace Cosmovisor.Linux;

/// <summary>The signals that wait for <see cref="SignalQueue"/> instead of interrupting. start.c has the same list.</summary>
internal static unsafe class BlockedSignals
{
    private const int Block = 0; // SIG_BLOCK
    private const int Unblock = 1; // SIG_UNBLOCK

    // Those that mean a fault of our own, that nobody can block, and SIGPIPE, TTIN, TTOU, XFSZ, which are answers to our own calls;
    // 34 is SIGRTMIN, with which the runtime stops its threads.
    private static ReadOnlySpan<int> Kept => [4, 5, 6, 7, 8, 9, 11, 13, 19, 21, 22, 25, 31, 34];

    public static void Fill(Libc.SignalSet* set)
    {
        _ = Libc.SigFillSet(set);

        foreach (var signal in Kept)
        {
            _ = Libc.SigDelSet(set, signal);
        }
    }

    public static bool AreBlocked
    {
        get
        {
            Libc.SignalSet now;
            return Libc.SigMask(Block, null, &now) == 0 && Libc.SigIsMember(&now, Signals.Terminate) == 1;
        }
    }

    public static void BlockAll()
    {
        Libc.SignalSet set;
        Fill(&set);
        _ = Libc.SigMask(Block, &set, null);
    }

    public static void UnblockAll()
    {
        Libc.SignalSet set;
        Fill(&set);
        _ = Libc.SigMask(Unblock, &set, null);
    }
}
