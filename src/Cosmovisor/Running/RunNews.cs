using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Running;

/// <summary>What is reported as a run begins: what it is, and what an operator may not expect of its home.</summary>
internal static class RunNews
{
    /// <param name="settings">Those that are not defaults are reported.</param>
    /// <param name="current">Where it leads.</param>
    /// <param name="node">Where it keeps its data; null where another command of the daemon is run.</param>
    public static Happening.SupervisorStarted Start(EffectiveSettings settings, CurrentLink current, NodeFolders? node) => new(
        BuildInfo.Version, ContractName.Of(settings.Contract), settings.Home.Path, settings.Home.DaemonName, current.Read().Target,
        Environment.ProcessId,
        [.. from one in settings.All
            where one.Setting != SettingTable.Home
                && one.Setting != SettingTable.Name
                && one.Value != one.Setting.DefaultIn(settings.Contract)
            select (one.Setting.Variable, (object?)one.Shown)])
    {
        IsNode = node is not null,
        Elsewhere = node is null || (RealPath.AreSame(node.Home, settings.Home.Path) && RealPath.AreSame(node.Data, settings.Home.Data))
            ? null : node,
    };

    // Allowed, and a mistake as often as not (cosmos-sdk issue 10896): the binaries of one node with the data of another.
    public static void TellOfAnotherHome(DaemonHome home, NodeFolders node, News news)
    {
        if (!RealPath.AreSame(node.Home, home.Path))
        {
            news.Tell(new Happening.HomesDiffer(node.Home, node.Data, home.Path));
        }
    }

    // The file cannot tell of itself; it is the one thing of ours that a node in the classic contract shares its standard error with.
    public static void TellOfAReadOnlyHome(DaemonHome home, string? readOnly, ILog log, News news)
    {
        if (readOnly is not null)
        {
            news.Tell(new Happening.HomeReadOnly(home.Root, readOnly, IsLogged: log is not FileLog));
        }
    }

    // Once, and not where all of the home cannot be written, which is reported with that.
    public static void TellOfALostLog(ILog log, string? readOnly, News news, SystemdNotifier notices)
    {
        if (log is IKeptLog kept && (readOnly is null || log is JournalLog))
        {
            notices.LosesTheLog = () => kept.IsLosing;
            kept.OnFirstLoss = why => news.Tell(new Happening.LogLost(kept.Path, why));
        }
    }
}
