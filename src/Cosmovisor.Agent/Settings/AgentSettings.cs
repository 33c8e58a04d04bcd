namespace Cosmovisor.Agent.Settings;

/// <summary>What the agent is to do.</summary>
/// <param name="Homes">Absolute, at least one, each once.</param>
/// <param name="Listen">Where.</param>
/// <param name="Token">What a client must show; null for nothing.</param>
/// <param name="Hosts">Names by which it may be called, besides those of the loopback and IP addresses; lower case.</param>
internal sealed record AgentSettings(IReadOnlyList<string> Homes, ListenAddress Listen, string? Token, IReadOnlyList<string> Hosts);
