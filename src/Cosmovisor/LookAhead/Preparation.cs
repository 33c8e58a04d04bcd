using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;
using Cosmovisor.Staging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.LookAhead;

/// <summary>Puts the binary of a decided upgrade into its place, days before the node halts for it.</summary>
internal sealed class Preparation(DaemonHome home, StagingSettings settings, IStagingWork work, ILog log)
{
    private readonly ExpectedBinaries _binaries = new(home, settings, log);

    public static Preparation For(EffectiveSettings settings, ChildTask tasks, ILog log) => new(settings.Home, UpgradePartsOf.ForStaging(settings), new StagingInChild(tasks), log);

    /// <summary>Downloads what is not there, where downloads are allowed. What the operator has placed stays as it is.</summary>
    /// <returns>Why the binary is not in its place, or could not be started from there; null when it is and could.</returns>
    public async Task<string?> PrepareAsync(UpgradePlan plan, CancellationToken ct)
    {
        if (_binaries.TroubleWith(plan) is not { } trouble)
        {
            return null;
        }

        if (!trouble.CanBeDownloaded)
        {
            return trouble.Reason;
        }

        try
        {
            _ = await new Stager(home, settings, log, work).StageAsync(plan, ct);
            return _binaries.TroubleWith(plan)?.Reason;
        }
        catch (RefusedException ex)
        {
            return ex.Message;
        }
    }
}
