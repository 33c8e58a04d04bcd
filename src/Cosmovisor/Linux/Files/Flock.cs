namespace Cosmovisor.Linux;

/// <summary>flock(2): a lock of an open file, which ends with the last process that has it open.</summary>
internal static class Flock
{
    private const int Shared = 1; // LOCK_SH
    private const int Exclusive = 2; // LOCK_EX
    private const int DontWait = 4; // LOCK_NB
    private const int BetweenLooks = 20; // ms

    /// <summary>Takes it, or looks again every 20 ms while another has it.</summary>
    /// <param name="descriptor">Of the open file.</param>
    /// <param name="patience">For so many ms; 0 for one look.</param>
    /// <returns>0 when it is taken, EAGAIN when another has it all the time, or why it cannot be locked at all.</returns>
    public static int Take(int descriptor, int patience) => Take(descriptor, () => patience);

    /// <summary>The same with a patience that depends on who has the lock: asked for at each look.</summary>
    public static int Take(int descriptor, Func<int> patience)
    {
        var began = Environment.TickCount64;

        while (Libc.Flock(descriptor, Exclusive | DontWait) != 0)
        {
            if (Errno.Last is not Errno.EINTR and var errno)
            {
                if (errno != Errno.EAGAIN || Environment.TickCount64 - began >= patience())
                {
                    return errno;
                }

                Thread.Sleep(BetweenLooks);
            }
        }

        return 0;
    }

    /// <summary>Whether another holds it for itself alone. False where it cannot be opened.</summary>
    public static bool IsHeld(string path)
    {
        var descriptor = Libc.Open(path, OpenFlags.CloseOnExec | OpenFlags.NonBlocking, 0);

        if (descriptor < 0)
        {
            return false;
        }

        var isHeld = Libc.Flock(descriptor, Shared | DontWait) != 0 && Errno.Last == Errno.EAGAIN;
        _ = Libc.Close(descriptor);
        return isHeld;
    }
}
