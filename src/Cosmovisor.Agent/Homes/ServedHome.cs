using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Notices;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Homes;

/// <summary>One home with all that the agent has for it.</summary>
internal sealed class ServedHome : IDisposable
{
    /// <param name="path">DAEMON_HOME.</param>
    /// <param name="settings">The agent's.</param>
    /// <param name="clock">For now.</param>
    /// <param name="tell">Hears what notices could not be sent.</param>
    /// <param name="fleet">Whose troubles are reported with this home's; null for none.</param>
    public ServedHome(string path, AgentSettings settings, TimeProvider clock, Action<string> tell, FleetNewsSource? fleet = null)
    {
        Files = new HomeFiles(path, settings.CustomRoot, settings.CustomCurrentLink);
        Folder = AgentFolder.Take(Files, settings.StateFolder);
        Node = new NodeAsker(Files, clock, settings.NodeRpc);
        Notices = settings.Notify.Count == 0 || !Folder.CanKeep ? null : new NoticeStore(Files, Folder, settings, clock, tell, fleet);
        Meter = new HomeMeter(Files, Node, new CountsFile(Files, Folder), () => Notices?.Counts ?? NoticeCounts.None, clock);
    }

    public HomeFiles Files { get; }

    public NodeAsker Node { get; }

    public HomeMeter Meter { get; }

    /// <summary>What the agent keeps of it.</summary>
    public AgentFolder Folder { get; }

    /// <summary>What is told of it elsewhere; null for nothing.</summary>
    public NoticeStore? Notices { get; }

    public void Dispose()
    {
        Notices?.Dispose();
        Node.Dispose();
        Folder.Dispose();
    }
}
