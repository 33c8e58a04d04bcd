using System.Net;

namespace Cosmovisor.Agent.Api;

/// <summary>
/// By which names the agent may be called. A foreign page can make its own name point here, and then read what it likes; an IP
/// address it cannot.
/// </summary>
internal sealed class HostNames(IEnumerable<string> more)
{
    private readonly HashSet<string> _names = new(more.Append("localhost"), StringComparer.OrdinalIgnoreCase);

    /// <param name="host">Without port.</param>
    public bool Allows(string host) => IPAddress.TryParse(host, out _) || _names.Contains(host);
}
