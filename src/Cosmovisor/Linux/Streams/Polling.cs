namespace Cosmovisor.Linux;

/// <summary>Waits for several descriptors at once, by poll(2).</summary>
internal static unsafe class Polling
{
    private const short Readable = 1; // POLLIN
    private const short HungUp = 0x10; // POLLHUP

    /// <summary>Until one of them can be read, a signal comes, or the time is over.</summary>
    /// <param name="descriptors">Their numbers; one below 0 is passed over.</param>
    /// <param name="limit">At most this long; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    public static void AwaitOneOf(ReadOnlySpan<int> descriptors, TimeSpan limit)
    {
        var watched = stackalloc Libc.PollFd[descriptors.Length];

        for (var i = 0; i < descriptors.Length; i++)
        {
            watched[i] = new Libc.PollFd { Fd = descriptors[i], Events = Readable };
        }

        var milliseconds = limit == Timeout.InfiniteTimeSpan ? -1 : (int)Math.Clamp(Math.Ceiling(limit.TotalMilliseconds), 0, int.MaxValue);
        _ = Libc.Poll(watched, (nuint)descriptors.Length, milliseconds);
    }

    /// <summary>Whether the other end of a pipe is closed by all who had it.</summary>
    public static bool HasHungUp(int descriptor)
    {
        var watched = new Libc.PollFd { Fd = descriptor };
        return Libc.Poll(&watched, 1, 0) == 1 && (watched.Returned & HungUp) != 0;
    }
}
