namespace Cosmovisor.Linux;

/// <summary>flock(2): a lock of an open file, which ends with the last process that has it open.</summary>
internal static class Flock
{
    private const int Shared = 1; // LOCK_SH
    private const int Exclusive = 2; // LOCK_EX
    private const int DontWait = 4; // LOCK_NB

    /// <summary>Takes it, without waiting.</summary>
    /// <returns>False and errno: EAGAIN where another has it.</returns>
    public static bool TryTake(int descriptor) => Libc.Flock(descriptor, Exclusive | DontWait) == 0;

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
