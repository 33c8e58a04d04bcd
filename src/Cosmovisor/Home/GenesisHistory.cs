using Cosmovisor.Upgrading;

namespace Cosmovisor.Home;

/// <summary>
/// Which genesis file was in force at a time, told from the upgrades since: each that put a new one in force has kept the one before.
/// </summary>
internal sealed class GenesisHistory(DaemonHome home, HistoryFile history, JournalFile journals)
{
    /// <returns>Null when no upgrade since has put another one in force.</returns>
    /// <exception cref="RefusedException">There is a journal, and it cannot be read.</exception>
    public GenesisPaths? At(DateTimeOffset time) =>
        Done().Concat(journals.ReadIfUnderstood() is { } unfinished ? [unfinished] : Array.Empty<Journal>())
            .FirstOrDefault(journal => journal[UpgradeStep.NewGenesis] is { } put && put.Began > time) is { } first
            ? GenesisPaths.Of(home, Path.GetDirectoryName(first[UpgradeStep.Stop]?.Left) ?? home.Path,
                CurrentVersion.Of(home, first.To ?? DaemonHome.TargetOf(first.Plan.Name)).Folder, first.Plan)
            : null;

    // One that was taken back later has put the old genesis back itself.
    private IEnumerable<Journal> Done() => history.Read()
        .GroupBy(ending => (ending.Journal.Plan.Name, ending.Journal.Began))
        .Select(same => same.Last())
        .Where(ending => ending.IsDone)
        .Select(ending => ending.Journal);
}
