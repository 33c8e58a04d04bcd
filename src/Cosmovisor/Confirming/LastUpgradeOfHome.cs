using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Confirming;

/// <summary>The same from the files of a home.</summary>
/// <param name="state">What is so now.</param>
/// <param name="history">What was.</param>
/// <param name="began">When this run did.</param>
/// <param name="news">Informed where the history cannot be read.</param>
internal sealed class LastUpgradeOfHome(StateFile state, HistoryFile history, DateTimeOffset began, INews news) : ILastUpgrade
{
    public LastUpgrade? Last() => state.Now().LastUpgrade;

    // One that the node went past by flag was not carried out, and may stand behind the rollback that the flag belongs to.
    public FinishedUpgrade? NewestOfHistory() =>
        history.NewestFirst(news).FirstOrDefault(ending => !ending.Result.StartsWith(FinishedUpgrade.Skipped, StringComparison.Ordinal));

    public bool IsOfThisRun(LastUpgrade upgrade) => upgrade.Started >= began;

    public void Keep(Journal journal, Downtime down)
    {
        try
        {
            history.AddDowntime(DowntimeText.Of(journal, DateTimeOffset.UtcNow, down));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.DowntimeNotKept(journal.Plan.Name, ex.Message));
        }
    }
}
