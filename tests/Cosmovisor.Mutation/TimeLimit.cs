namespace Cosmovisor.Mutation;

/// <summary>
/// Ends the process when a mutant makes a test run for ever. In processor time, so that a busy machine kills no mutant; a test that only
/// waits has a minute.
/// </summary>
internal sealed class TimeLimit
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Waiting = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly TextWriter _told;
    private int? _mutant;
    private TimeSpan _until;
    private DateTime _atLatest;

    /// <param name="told">Where it is written that a mutant took too long.</param>
    public TimeLimit(TextWriter told)
    {
        _told = told;
        new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
    }

    /// <param name="mutant">That is active.</param>
    /// <param name="milliseconds">What the test takes without one.</param>
    public void Begin(int mutant, double milliseconds)
    {
        lock (_lock)
        {
            _mutant = mutant;
            _until = Environment.CpuUsage.TotalTime + Least + TimeSpan.FromMilliseconds(8 * milliseconds);
            _atLatest = DateTime.UtcNow + Waiting + TimeSpan.FromMilliseconds(20 * milliseconds);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _mutant = null;
        }
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(100);

            lock (_lock)
            {
                if (_mutant is { } mutant && (Environment.CpuUsage.TotalTime > _until || DateTime.UtcNow > _atLatest))
                {
                    _told.WriteLine($"timeout {mutant}");
                    Environment.Exit(3);
                }
            }
        }
    }
}
