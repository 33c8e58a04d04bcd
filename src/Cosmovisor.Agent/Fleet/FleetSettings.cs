using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>The fleet this agent's homes belong to, and the rules that hold here whatever the fleet says.</summary>
/// <param name="Etcd">How it is reached.</param>
internal sealed record FleetSettings(EtcdAccess Etcd)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Which links are taken here.</summary>
    public LinkAllowance Allow { get; init; } = LinkAllowance.Of("", signed: false);

    /// <summary>The group that carries out an upgrade of the chain first; null for no gate.</summary>
    public string? Gate { get; init; }

    public SignerGuardSettings Guard { get; init; } = new(IsClosed: false, []);

    /// <summary>Notices are sent from here, of the fleet too.</summary>
    public bool Tells { get; init; }

    /// <summary>A server of the FleetLock protocol; null for none.</summary>
    public Uri? Lock { get; init; }
}
