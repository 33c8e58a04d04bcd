using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Plans;

namespace Cosmovisor.Backups;

/// <summary>The upgrades that come again once a backup is restored: its data is as it was before.</summary>
internal static class PlansRevivedByRestore
{
    /// <summary>
    /// The one its plan file asks for, which the next start carries out before all else; null when that version ran already.
    /// </summary>
    public static UpgradePlan? OfTheChain(StoredBackup backup) =>
        PlanIn(backup) is { } plan && !IsVersion(backup.Header?.Current, plan) ? plan : null;

    /// <summary>
    /// The one it was taken for, where the chain has not written that down: an upgrade of the operator's schedule, which it has left since.
    /// </summary>
    public static UpgradePlan? OfTheSchedule(StoredBackup backup) =>
        backup.Header is { Height: > 0 } header
            && UpgradePlan.Create(header.Plan, header.Height, "").IsOk(out var plan, out _)
            && !IsThatOf(PlanIn(backup), plan) ? plan : null;

    private static UpgradePlan? PlanIn(StoredBackup backup) =>
        BoundedFile.Read(DaemonHome.PlanFileIn(backup.Folder.Data)).IsOk(out var bytes, out _)
            && PlanFile.Parse(bytes).IsOk(out var plan, out _) ? plan : null;

    private static bool IsThatOf(UpgradePlan? other, UpgradePlan plan) =>
        other is not null && other.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsVersion(string? current, UpgradePlan plan) =>
        current is not null && UpgradeName.Unescape(Path.GetFileName(current)).Equals(plan.Name, StringComparison.OrdinalIgnoreCase);
}
