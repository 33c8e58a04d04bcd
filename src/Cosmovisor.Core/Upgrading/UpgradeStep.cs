namespace Cosmovisor.Upgrading;

/// <summary>The steps of an upgrade, in their order (contract, section 6).</summary>
internal enum UpgradeStep
{
    Stage,
    Stop,
    Backup,
    CustomPreUpgrade,
    NewGenesis,
    PreUpgrade,
    Switch,
}
