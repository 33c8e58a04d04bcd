namespace Cosmovisor.Sandbox;

/// <summary>Notices that a child has given no sign of life for too long.</summary>
/// <remarks>
/// Looks are counted, not time: a machine that slept, or a container that was frozen, is not a silence of the child.
/// On a thread of its own, because a <see cref="Timer"/> that is called off wakes its thread and the pool once more all the same, and with
/// them a megabyte of a supervisor at rest.
/// </remarks>
internal sealed class SilenceWatch : IDisposable
{
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _looks;
    private int _silent;

    /// <param name="pace">Between two looks.</param>
    /// <param name="most">So many looks without a sign of life are too many.</param>
    /// <param name="tooLong">Called once, on a thread of this class.</param>
    public SilenceWatch(TimeSpan pace, int most, Action tooLong)
    {
        _looks = new Thread(() =>
        {
            while (!_over.Wait(pace))
            {
                if (Interlocked.Increment(ref _silent) > most)
                {
                    tooLong();
                    return;
                }
            }
        })
        {
            IsBackground = true,
            Name = "silence",
        };
        _looks.Start();
    }

    /// <summary>The child has said something.</summary>
    public void Heard() => Interlocked.Exchange(ref _silent, 0);

    public void Dispose()
    {
        _over.Set();
        _looks.Join();
        _over.Dispose();
    }
}
