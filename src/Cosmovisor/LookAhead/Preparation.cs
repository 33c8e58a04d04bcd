using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;
using Cosmovisor.Staging;

namespace Cosmovisor.LookAhead;

/// <summary>
/// Puts the binary of a decided upgrade into its place, days before the node halts for it, and takes it away when the upgrade does not
/// come.
/// </summary>
/// <param name="home">Whose.</param>
/// <param name="settings">What the operator allows.</param>
/// <param name="work">Does it, behind its limits.</param>
/// <param name="mayFetch">Whether it fetches, or only says what is missing.</param>
/// <param name="news">Informed of a download.</param>
internal sealed class Preparation(DaemonHome home, StagingSettings settings, IStagingWork work, bool mayFetch, INews news)
{
    private readonly ExpectedBinaries _binaries = new(home, settings, news);
    private readonly PlacedVersions _placed = new(home, settings.Recase, news);

    public static Preparation For(EffectiveSettings settings, ChildTask tasks, bool mayFetch, INews news) =>
        new(settings.Home, StagingSettings.From(settings), new StagingInChild(tasks), mayFetch, news);

    private Stager Stager => new(home, settings, news, work) { AsksPreUpgrade = true };

    /// <summary>
    /// Downloads what is not there, where downloads are allowed, and once more where the plan's info has changed since.
    /// What the operator has placed stays as it is.
    /// </summary>
    /// <returns>Why the binary is not in its place, or could not be started from there; null when it is and could.</returns>
    public async Task<ExpectedTrouble?> PrepareAsync(UpgradePlan plan, CancellationToken ct)
    {
        var trouble = _binaries.TroubleWith(plan);

        if (!mayFetch || (trouble is null ? !IsOutdated(plan) : !trouble.CanBeDownloaded))
        {
            return trouble;
        }

        try
        {
            _ = await Stager.StageAsync(plan, ct);
            return _binaries.TroubleWith(plan);
        }
        catch (RefusedException ex)
        {
            return new ExpectedTrouble(ex.Message, CanBeDownloaded: false);
        }
    }

    /// <summary>
    /// An upgrade was cancelled: what was fetched for it goes. Never the version that runs, or one that an upgrade is on its way to.
    /// </summary>
    public async Task GiveUpAsync(string upgradeName, CancellationToken ct)
    {
        try
        {
            if (mayFetch && _placed.PathFor(upgradeName) is var folder && !IsInUse(folder) && await Stager.RemoveAsync(upgradeName, ct))
            {
                news.Tell(new Happening.Unstaged(upgradeName, folder));
            }
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.LeftoversStay(ex.Message));
        }
    }

    private bool IsOutdated(UpgradePlan plan) =>
        settings.AllowDownload
        && !IsInUse(_placed.PathFor(plan.Name))
        && Stager.HasAnother(plan);

    private bool IsInUse(string folder) => FileCalls.IsThere(home.Journal) || RealPath.AreSame(folder, home.Current);
}
