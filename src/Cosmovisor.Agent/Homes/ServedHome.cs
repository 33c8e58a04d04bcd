using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Homes;

/// <summary>One home with all that the agent has for it.</summary>
internal sealed class ServedHome : IDisposable
{
    public ServedHome(string path, AgentSettings settings, TimeProvider clock)
    {
        Files = new HomeFiles(path);
        Folder = AgentFolder.Take(Files, settings.StateFolder);
        Node = new NodeAsker(Files, clock, settings.NodeRpc);
        Meter = new HomeMeter(Files, Node, new CountsFile(Files, Folder), () => NoticeCounts.None, clock);
    }

    public HomeFiles Files { get; }

    public NodeAsker Node { get; }

    public HomeMeter Meter { get; }

    /// <summary>What the agent keeps of it.</summary>
    public AgentFolder Folder { get; }

    public void Dispose()
    {
        Node.Dispose();
        Folder.Dispose();
    }
}
