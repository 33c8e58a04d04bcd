using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.Commands;

/// <summary>Where an operator adds upgrades: what the commands that do so work on, and how they end.</summary>
/// <param name="Home">Whose.</param>
/// <param name="Version">The version that runs.</param>
/// <param name="Data">The node's data folder.</param>
/// <param name="Node">Asked for its height, if it runs.</param>
/// <param name="Staging">How binaries are staged.</param>
/// <param name="News">Told what was done, and what was left out.</param>
/// <param name="Output">The operator.</param>
internal sealed record ManualScheduling(
    DaemonHome Home, CurrentVersion Version, string Data, NodeTasks Node, StagingSettings Staging, INews News, TextWriter Output)
{
    /// <summary>Puts a question to the operator at a terminal; null where there is none.</summary>
    public Func<string, bool>? Ask { get; init; }

    /// <summary>The schedule of the SDK's cosmovisor.</summary>
    public SdkBatchFile Batch => new(Data);

    /// <summary>One for each run of a command: it collects the reasons to change nothing.</summary>
    public UpgradesByHand Begin() => new(Home, Version, Staging, News, Output);

    /// <summary>How far the node is, as far as anything tells.</summary>
    public KnownHeight? Height(CancellationToken ct) => CurrentHeight.Of(Version, Data, Node, ct);

    /// <summary>For scripts that look for the SDK's batch file.</summary>
    public void WriteBatch(UpgradeSchedule schedule) => new PendingBatch(Batch, News, Output).Write(schedule);

    /// <summary>Restarts the node that runs now, or says that it knows nothing of this yet.</summary>
    /// <param name="hasHeight">A height was scheduled. A binary alone means nothing to the node that runs.</param>
    /// <param name="restart">The operator wants that.</param>
    /// <exception cref="RefusedException">None runs, or it cannot be asked.</exception>
    public void TellOrRestart(bool hasHeight, bool restart)
    {
        if (hasHeight || restart)
        {
            RunningSupervisor.TellOrRestart(Home, restart, Ask, Output);
        }
    }
}
