using Cosmovisor.Plans;

namespace Cosmovisor.Home;

/// <summary>Where a genesis file comes from, goes to, and is kept.</summary>
/// <param name="New">What the operator or the migration script provides: <c>upgrades/&lt;name&gt;/genesis.json</c>.</param>
/// <param name="InForce">What the node reads: <c>config/genesis.json</c>.</param>
/// <param name="Kept">The one before, beside the backup of the data.</param>
internal sealed record GenesisPaths(string New, string InForce, string Kept)
{
    private const string FileName = "genesis.json";

    /// <param name="home">Our home.</param>
    /// <param name="daemonHome">The daemon's own: <c>--home</c>, else the same.</param>
    /// <param name="folder">The upgrade's own.</param>
    /// <param name="plan">Whose genesis it is.</param>
    public static GenesisPaths Of(DaemonHome home, string daemonHome, string folder, UpgradePlan plan) => new(
        Path.Join(folder, FileName),
        Path.Join(daemonHome, "config", FileName),
        Path.Join(home.Backups, UpgradeName.Escape(plan.Name), FileName));
}
