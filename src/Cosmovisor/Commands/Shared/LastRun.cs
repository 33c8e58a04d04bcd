using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Settings;

namespace Cosmovisor.Commands;

/// <summary>Where the node keeps its data, for a command that does not see the node's own <c>--home</c>.</summary>
internal static class LastRun
{
    /// <summary>As DAEMON_DATA_DIR says, or else as <c>state.json</c> has it of the last run.</summary>
    public static NodeFolders Folders(EffectiveSettings settings)
    {
        var data = settings.TextOrNull(SettingTable.DataFolder);
        return data is null && Remembered(settings.Home) is { } node ? node
            : NodeFolders.Of(settings.Home, homeFlag: null, data, ProcessImage.WorkingFolder);
    }

    private static NodeFolders? Remembered(DaemonHome home) =>
        BoundedFile.Read(home.State).Then(bytes => NodeStateText.Read(bytes)).IsOk(out var state, out _)
        && state.Daemon is { Home: { } node, Data: { } data } && Path.IsPathFullyQualified(node) && Path.IsPathFullyQualified(data)
            ? new NodeFolders(node, data) : null;
}
