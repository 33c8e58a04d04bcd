using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Linux;
using Cosmovisor.Settings;

namespace Cosmovisor.Running;

/// <summary>What can be seen at the start and would otherwise be found at an upgrade days later, with the node down.</summary>
/// <param name="home">Ours.</param>
/// <param name="node">The node's folders.</param>
/// <param name="backups">Where backups go.</param>
/// <param name="news">Receives what may go wrong.</param>
internal sealed class StartChecks(DaemonHome home, NodeFolders node, BackupSettings backups, INews news)
{
    /// <summary>Refuses the settings with which no upgrade could ever be carried out.</summary>
    /// <param name="settings">They name what to change.</param>
    /// <exception cref="RefusedException">With code 78.</exception>
    public void Refuse(EffectiveSettings settings)
    {
        if (backups is not { Source: { } source, Command: null })
        {
            return;
        }

        var (setting, place) = backups.Placing is BackupPlacing.Sdk sdk ? (SettingTable.BackupFolder, sdk.Folder)
            : (SettingTable.BackupSource, home.Backups);

        if (IsInside(place, source))
        {
            var without = setting == SettingTable.BackupFolder ? "a folder outside it, or set UNSAFE_SKIP_BACKUP=true to have none"
                : $"the data folder alone, {node.Data}";
            throw CheckedSettings.Refusal(
                [$"{settings.Of(setting).Name(settings.File)} would put backups into {place}, inside the folder that is backed up ({source}), and so into themselves. Name {without}"]);
        }
    }

    /// <summary>Tells what the operator has time to correct.</summary>
    public void Tell(MigrationScripts scripts)
    {
        if (scripts.TroubleWithCustom is { } hook)
        {
            news.Tell(new Happening.ScriptUnfit(hook));
        }

        TellOfThePlanFile(DaemonHome.PlanFileIn(node.Data));
        TellOfOtherFolders();
    }

    // At the height such a node fails with "unable to write upgrade info" and stands there in silence.
    private void TellOfThePlanFile(string file)
    {
        var place = FileFacts.IfReadable(file) is not null ? file : Directory.Exists(node.Data) ? node.Data : null;

        if (place is not null && !FileCalls.IsWritableByUs(place))
        {
            news.Tell(new Happening.PlanFileNotWritable(file, UserRecord.OwnName, $"chown {UserRecord.OwnName} {place}"));
        }
    }

    private void TellOfOtherFolders()
    {
        if (backups.Source is null
            || !File.Exists(new NodeConfig(node.Home).File)
            || !new NodeConfig(node.Home).Read().IsOk(out var toml, out _))
        {
            return;
        }

        foreach (var (key, path) in new[] { ("db_dir", toml.DatabaseFolder), ("priv_validator_state_file", toml.SignStateFile) })
        {
            if (new NodeConfig(node.Home).Full(path) is var full && !IsInside(full, node.Data))
            {
                news.Tell(new Happening.DataElsewhere(key, full, node.Data));
            }
        }
    }

    private static bool IsInside(string path, string folder)
    {
        try
        {
            return TreePath.IsInside(RealPath.OfFuture(path), RealPath.OfFuture(folder));
        }
        catch (IOException)
        {
            return false; // one that may not be looked at is told of elsewhere
        }
    }
}
