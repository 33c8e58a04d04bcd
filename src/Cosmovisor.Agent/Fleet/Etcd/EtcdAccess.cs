using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet.Etcd;

/// <summary>How etcd is reached.</summary>
/// <param name="Address">Endpoints and fleet.</param>
internal sealed record EtcdAccess(FleetAddress Address)
{
    /// <summary>PEM of the authority that signed etcd's certificates; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM of our own certificate, and its key; both or neither.</summary>
    public string? CertFile { get; init; }

    public string? KeyFile { get; init; }

    public string? User { get; init; }

    /// <summary>Read at each authentication, so that a new password needs no restart.</summary>
    public string? PasswordFile { get; init; }
}
