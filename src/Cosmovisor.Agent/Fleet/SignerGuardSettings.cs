using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Fleet;

/// <summary>What keeps a second node from signing with one key.</summary>
/// <param name="IsClosed">Where it cannot be found out, the node waits.</param>
/// <param name="Others">Other nodes of the chain, asked what it has signed lately.</param>
internal sealed record SignerGuardSettings(bool IsClosed, IReadOnlyList<RpcAddress> Others);
