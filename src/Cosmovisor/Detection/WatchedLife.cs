using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>One life of the daemon, as its witnesses need it.</summary>
/// <param name="version">What it runs.</param>
/// <param name="report">Where its observations go, from any thread; those that come after its end are dropped there.</param>
internal sealed class WatchedLife(CurrentVersion version, Action<Observation> report)
{
    public CurrentVersion Version => version;

    public Action<Observation> Report => report;

    /// <summary>What it is run up to; null when its node is given no halt height.</summary>
    public RunUpTo? UpTo { get; init; }

    /// <summary>A plan of an earlier life that lies there and waits for its height.</summary>
    public UpgradePlan? Waiting { get; init; }

    /// <summary>Hears why it ends; null for all but a new version's first life.</summary>
    public DeathWatch? Deaths { get; init; }

    /// <summary>The daemon's, once it has been started.</summary>
    public int? Pid { get; set; }
}
