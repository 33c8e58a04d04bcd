namespace Cosmovisor.Agent.Notices;

/// <summary>One call as it goes out.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Url">May hold a secret; never shown.</param>
/// <param name="Body">JSON; empty for none.</param>
/// <param name="Headers">Besides the type of the body.</param>
internal sealed record NoticeRequest(string Method, Uri Url, byte[] Body, params (string Name, string Value)[] Headers);
