using System.Text;
using Cosmovisor.Chain;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Settings;

namespace Cosmovisor.LookAhead;

/// <summary>Finds out how this machine runs the node: the facts of <see cref="MachineRules"/>. Changes nothing.</summary>
/// <param name="home">Ours.</param>
/// <param name="node">The node that runs.</param>
/// <param name="commands">Runs <c>systemctl show</c>.</param>
internal sealed class MachineFacts(DaemonHome home, WatchedNode node, IProgramRunner commands)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>DAEMON_SHUTDOWN_GRACE.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>DAEMON_RESTART_AFTER_UPGRADE.</summary>
    public required bool RestartsItself { get; init; }

    public static MachineFacts For(
        EffectiveSettings settings, WatchedNode node, IProgramRunner commands) => new(settings.Home, node, commands)
        {
            Grace = settings.Value(SettingTable.ShutdownGrace),
            RestartsItself = settings.Value(SettingTable.RestartAfterUpgrade),
        };

    /// <param name="config">The node's own settings.</param>
    /// <param name="isBackedUp">Whether its data folder is copied before an upgrade.</param>
    public IEnumerable<ReadinessCheck> Checks(NodeToml? config, bool isBackedUp)
    {
        yield return MachineRules.Home(node.Home, home.Path, RealPath.AreSame(node.Home, home.Path));

        if (config is not null && isBackedUp)
        {
            yield return MachineRules.Elsewhere(Elsewhere(config), node.Data);
        }

        if (node.Pid is not { } pid || ControlGroup.Of(pid) is not { } group)
        {
            yield break; // nothing runs, or the kernel has no groups
        }

        yield return MachineRules.Memory(group.MemoryLimit, ControlGroup.MemoryOf(pid));

        if (group.Unit is { } name && Ask(name, group.IsOfAUser) is { } unit)
        {
            yield return MachineRules.Unit(unit, Grace, RestartsItself);
        }
    }

    private List<(string Setting, string Path)> Elsewhere(NodeToml config)
    {
        var own = new NodeConfig(node.Home);
        return [.. new[] { ("db_dir", own.Full(config.DatabaseFolder)), ("priv_validator_state_file", own.Full(config.SignStateFile)) }
            .Where(one => !IsInData(one.Item2)).Select(one => ($"{one.Item1} of config/config.toml", one.Item2)), .. Linked()];
    }

    // Databases that an operator has put on another disk: they stand in the data folder itself.
    private IEnumerable<(string Setting, string Path)> Linked() => !Directory.Exists(node.Data) ? []
        : new DirectoryInfo(node.Data).EnumerateDirectories().Where(folder => folder.LinkTarget is not null && !IsInData(folder.FullName))
            .Select(folder => ($"the link {folder.Name}", RealPath.Of(folder.FullName)));

    private bool IsInData(string path)
    {
        try
        {
            return Path.GetRelativePath(RealPath.OfFuture(node.Data), RealPath.OfFuture(path)) is var below
                && below != ".."
                && !below.StartsWith("../", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true; // one that may not be looked at is told of elsewhere
        }
    }

    // Where there is no systemctl, or it has no answer, nothing is said: a container has its own rules.
    private UnitSettings? Ask(string unit, bool isOfAUser)
    {
        if ((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(Path.IsPathRooted).Select(
            folder => Path.Join(folder, "systemctl")).FirstOrDefault(FileCalls.IsExecutableByUs) is not { } systemctl)
        {
            return null;
        }

        var said = new StringBuilder();
        string[] words = [.. isOfAUser ? ["--user"] : Array.Empty<string>(), "show", unit, $"--property={UnitSettings.Properties}"];
        var end = commands.Run(new Command(systemctl, words) { TimeLimit = Patience, OnErrorLine = _ => { } },
            line => said.Append(line).Append('\n'), CancellationToken.None);
        return end.End is { ExitCode: 0 } && said.Length > 0 ? UnitSettings.Parse(unit, said.ToString()) : null;
    }
}
