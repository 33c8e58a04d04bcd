using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Running;

/// <summary>What a run itself needs to know; backups, hooks, staging and looking ahead have records of their own.</summary>
/// <param name="ShutdownGrace">How long the daemon may take to end.</param>
/// <param name="RestartDelay">Between two lives.</param>
/// <param name="RestartAfterUpgrade">Whether the new version is started.</param>
/// <param name="AllowDownload">Whether a missing binary may be fetched.</param>
/// <param name="WatchOutput">Whether what the daemon writes is a witness.</param>
/// <param name="PollInterval">Between two looks at the plan file where nothing tells of a change.</param>
/// <param name="TakeBackWithin">A new version that dies within this may be taken back; zero for never.</param>
/// <param name="ConfirmBlockWithin">How long the first block may take; zero for ever.</param>
/// <param name="NodeRpc">Where the node is asked; null for where its own settings say.</param>
/// <param name="DataFolders">The node's data, and what is backed up where that is another folder.</param>
internal sealed record RunSettings(
    TimeSpan ShutdownGrace, TimeSpan RestartDelay, bool RestartAfterUpgrade, bool AllowDownload, bool WatchOutput, TimeSpan PollInterval,
    TimeSpan TakeBackWithin, TimeSpan ConfirmBlockWithin, string? NodeRpc, string[] DataFolders)
{
    /// <param name="settings">Checked.</param>
    /// <param name="data">The node's data folder.</param>
    public static RunSettings From(EffectiveSettings settings, string data) => new(
        settings.Value(SettingTable.ShutdownGrace),
        settings.Value(SettingTable.RestartDelay),
        settings.Value(SettingTable.RestartAfterUpgrade),
        settings.Value(SettingTable.AllowDownload),
        // In the sdk contract the plan file is the witness, and the daemon has the terminal to itself.
        settings.Contract == Contract.Classic || settings.Value(SettingTable.WatchOutput),
        settings.Value(SettingTable.PollInterval),
        settings.Value(SettingTable.TakeBackWithin),
        settings.Value(SettingTable.ConfirmBlockWithin),
        settings.TextOrNull(SettingTable.NodeRpc),
        [.. new[] { data, settings.Text(SettingTable.BackupSource) }.Where(folder => folder.Length > 0).Distinct()]);
}
