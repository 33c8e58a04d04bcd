using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Notices;

namespace Cosmovisor.Agent.Metrics;

/// <summary>Gathers what the metrics of one home are made from.</summary>
/// <param name="home">Whose.</param>
/// <param name="node">Who asks its node; null where that is not to be asked.</param>
/// <param name="counts">What was counted.</param>
/// <param name="notices">What was sent.</param>
/// <param name="clock">For now.</param>
internal sealed class HomeMeter(HomeFiles home, NodeAsker? node, CountsFile counts, Func<NoticeCounts> notices, TimeProvider clock)
{
    // Backups come and go with upgrades; a scrape need not open each manifest.
    private static readonly TimeSpan BackupsGoodFor = TimeSpan.FromMinutes(1);

    private BackupsFound? _backups;

    /// <summary>Those that are whole, at most a minute old.</summary>
    public IReadOnlyList<BackupFacts> Backups
    {
        get
        {
            var now = clock.GetUtcNow();

            if (_backups is { } last && now - last.At is var age && age >= TimeSpan.Zero && age < BackupsGoodFor)
            {
                return last.Found;
            }

            var found = BackupsOnDisk.Of(home);
            _backups = new(now, found);
            return found;
        }
    }

    public async Task<MetricSource> ReadAsync(CancellationToken ct)
    {
        var seen = node is null ? null : await node.AskAsync(ct);
        var now = HomeNow.Of(home, clock.GetUtcNow(), seen);
        var backups = Backups;
        return new MetricSource(now, counts.Count(now.State), notices())
        {
            Backups = home.IsThere ? (backups.Count, backups.Sum(one => one.Bytes)) : null,
            FreeBytes = FreeBytes(),
            Holds = home.Holds.Count(hold => hold.Until is { } until && until > now.Now && until <= now.Now.AddDays(1)),
        };
    }

    private long? FreeBytes()
    {
        try
        {
            return new DriveInfo(home.Path).AvailableFreeSpace;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private sealed record BackupsFound(DateTimeOffset At, IReadOnlyList<BackupFacts> Found);
}
