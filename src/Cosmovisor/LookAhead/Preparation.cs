using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;
using Cosmovisor.Staging;

namespace Cosmovisor.LookAhead;

/// <summary>Puts the binary of a decided upgrade into its place, days before the node halts for it.</summary>
/// <param name="home">Whose.</param>
/// <param name="settings">What the operator allows.</param>
/// <param name="work">Does it, behind its limits.</param>
/// <param name="mayFetch">Whether it fetches, or only says what is missing.</param>
/// <param name="log">Told of a download.</param>
internal sealed class Preparation(DaemonHome home, StagingSettings settings, IStagingWork work, bool mayFetch, ILog log)
{
    private readonly ExpectedBinaries _binaries = new(home, settings, log);

    public static Preparation For(EffectiveSettings settings, ChildTask tasks, bool mayFetch, ILog log) =>
        new(settings.Home, StagingSettings.From(settings), new StagingInChild(tasks), mayFetch, log);

    /// <summary>Downloads what is not there, where downloads are allowed. What the operator has placed stays as it is.</summary>
    /// <returns>Why the binary is not in its place, or could not be started from there; null when it is and could.</returns>
    public async Task<ExpectedTrouble?> PrepareAsync(UpgradePlan plan, CancellationToken ct)
    {
        if (_binaries.TroubleWith(plan) is not { } trouble)
        {
            return null;
        }

        if (!trouble.CanBeDownloaded || !mayFetch)
        {
            return trouble;
        }

        try
        {
            _ = await new Stager(home, settings, log, work).StageAsync(plan, ct);
            return _binaries.TroubleWith(plan);
        }
        catch (RefusedException ex)
        {
            return new ExpectedTrouble(ex.Message, CanBeDownloaded: false);
        }
    }
}
