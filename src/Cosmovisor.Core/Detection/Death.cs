namespace Cosmovisor.Detection;

/// <summary>What a node said of its own end.</summary>
/// <param name="Reason">What that means.</param>
/// <param name="Line">Its line, without colours, cut to a length that can be shown; foreign text.</param>
internal sealed record Death(DeathReason Reason, string Line);
