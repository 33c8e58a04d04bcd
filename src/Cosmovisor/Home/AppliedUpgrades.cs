using Cosmovisor.Plans;

namespace Cosmovisor.Home;

/// <summary>
/// What the switches of this home, ours and the Go versions', have written down beside the binaries: which upgrades were carried out, and
/// for which heights.
/// </summary>
internal sealed class AppliedUpgrades(DaemonHome home)
{
    /// <summary>
    /// Whether <paramref name="plan"/> is one of them. A record is believed only as far as it speaks of the folder it lies in: folders are
    /// copied.
    /// </summary>
    /// <exception cref="RefusedException">The folder of the upgrades may not be looked into, so nobody can say.</exception>
    public bool Has(UpgradePlan plan)
    {
        try
        {
            return Directory.Exists(home.Upgrades)
                && Directory.EnumerateDirectories(home.Upgrades)
                    .Where(folder => IsCalled(plan, UpgradeName.Unescape(Path.GetFileName(folder))))
                    .Any(folder => PlanFileOnDisk.Read(DaemonHome.PlanFileIn(folder)).IsOk(out var done, out _)
                        && done.Height == plan.Height
                        && IsCalled(plan, done.Name));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"cannot look into {home.Upgrades}: {ex.Message.TrimEnd('.')}. So it is not known whether the upgrade \"{plan.Name}\" was carried out before. Nothing was started or changed. Give this user permission to read and enter that folder",
                ex);
        }
    }

    private static bool IsCalled(UpgradePlan plan, string name) => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
