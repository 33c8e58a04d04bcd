using Cosmovisor.Chain;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Settings;

/// <summary>What the agent is to do.</summary>
/// <param name="Homes">Absolute, at least one, each once.</param>
/// <param name="Listen">Where; null for nowhere.</param>
/// <param name="Token">What a client must show; null for nothing.</param>
/// <param name="Hosts">Names by which it may be called, besides those of the loopback and IP addresses; lower case.</param>
internal sealed record AgentSettings(IReadOnlyList<string> Homes, ListenAddress? Listen, string? Token, IReadOnlyList<string> Hosts)
{
    /// <summary>Where the metrics are written for node_exporter; null for nowhere.</summary>
    public string? MetricsFile { get; init; }

    /// <summary>Where the agent keeps what must outlive it; null for <c>cosmovisor/agent</c> in each home.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Where the node is asked; null for what its own config.toml says.</summary>
    public RpcAddress? NodeRpc { get; init; }

    /// <summary>Where the versions lie, as cosmovisor has it; null for <c>cosmovisor</c> in the home.</summary>
    public string? CustomRoot { get; init; }

    /// <summary>The <c>current</c> link, beside which lies what the supervisor writes; null for the one in the root.</summary>
    public string? CustomCurrentLink { get; init; }

    /// <summary>Where notices are sent.</summary>
    public IReadOnlyList<NoticeAddress> Notify { get; init; } = [];

    /// <summary>The least level that is sent; null for all about plans and upgrades, and what is a warning or an error.</summary>
    public LogLevel? NotifyLevel { get; init; }

    /// <summary>Signs the bodies of webhooks; null for no signature. Never shown.</summary>
    public string? NotifySecret { get; init; }
}
