namespace Cosmovisor.Linux;

/// <summary>All that is started below this process while a foreign program runs: watched, and ended with it.</summary>
/// <remarks>No limit of the kernel does that for root, nor counts one program's processes apart from those of its user's node.</remarks>
internal sealed class Descendants : IDisposable
{
    /// <summary>More at one time is not a program that prints its version.</summary>
    public const int Most = 500;

    private const int MostRounds = 50;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly Timer _looks;
    private volatile bool _wereTooMany;

    public Descendants()
    {
        new Children().AdoptOrphans();
        _looks = new Timer(_ => Look(), null, BetweenLooks, BetweenLooks);
    }

    public bool WereTooMany => _wereTooMany;

    public void Dispose()
    {
        _looks.Dispose();
        End();
    }

    private void Look()
    {
        if (ProcessTable.DescendantsOf(Environment.ProcessId).Count > Most)
        {
            _wereTooMany = true;
            End();
        }
    }

    // Stopped first, until a look finds no new one: what is stopped starts nothing more.
    private static void End()
    {
        var stopped = new HashSet<int>();

        for (var round = 0; round < MostRounds; round++)
        {
            var fresh = ProcessTable.DescendantsOf(Environment.ProcessId).Where(stopped.Add).ToList();

            if (fresh is [])
            {
                break;
            }

            fresh.ForEach(pid => _ = Libc.Kill(pid, Signals.Stop));
        }

        foreach (var pid in stopped)
        {
            _ = Libc.Kill(pid, Signals.Kill);
        }
    }
}
