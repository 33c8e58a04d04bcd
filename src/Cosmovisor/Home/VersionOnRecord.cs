using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Home;

/// <summary>
/// Which version ran here last, told from everything but <c>current</c>: the history, else the records beside the versions.
/// </summary>
internal static class VersionOnRecord
{
    /// <param name="home">Whose.</param>
    /// <returns>As <c>current</c> would name it; null where nothing tells of an upgrade that was carried out here.</returns>
    public static string? Of(DaemonHome home) => OfTheHistory(home) ?? OfTheRecords(home);

    private static string? OfTheHistory(DaemonHome home)
    {
        try
        {
            return new HistoryFile(home).NewestFirst().FirstOrDefault() is not { } last ? null
                : last.IsDone ? last.Journal.To ?? DaemonHome.TargetOf(last.Journal.Plan.Name)
                : last.Journal.From;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Another cosmovisor that died in the middle of a switch has left no link and the plan that it was for: that comes first in any case,
    // and leads to its version.
    private static string? OfTheRecords(DaemonHome home)
    {
        var last = Listing.EntriesIn(home.Upgrades)
            .Select(name => CurrentVersion.Of(home, DaemonHome.TargetOfFolder(name)))
            .Select(version => (version.Target, Record: PlanFileOnDisk.RecordOf(version)))
            .Where(one => one.Record is not null)
            .OrderByDescending(one => one.Record!.Height)
            .FirstOrDefault();

        return last.Record is not { } record || IsBehind(record, home.PlanFile) ? null : last.Target;
    }

    private static bool IsBehind(UpgradePlan record, string planFile) =>
        PlanFileOnDisk.Read(planFile).IsOk(out var plan, out _) && plan.Height >= record.Height;
}
