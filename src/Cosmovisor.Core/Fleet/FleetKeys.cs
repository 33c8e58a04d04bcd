namespace Cosmovisor.Fleet;

/// <summary>
/// Where the fleet's records lie in etcd. docs/fleet.md shows them; an operator's rights in etcd are given by these prefixes.
/// </summary>
/// <param name="Fleet">Its name.</param>
internal sealed record FleetKeys(string Fleet)
{
    /// <summary>Everything of one fleet begins so.</summary>
    public string Root => $"/cosmovisor/{Fleet}/";

    /// <summary>A member's record, for as long as its lease lives.</summary>
    public string Members => $"{Root}members/";

    /// <summary>
    /// The records of those that sign, once more by their keys, under the same leases: who asks for a key need not read the whole fleet.
    /// </summary>
    public string Signers => $"{Root}signers/";

    /// <summary>Which members there are, late ones too; no lease.</summary>
    public string Known => $"{Root}known/";

    public string Schedule => $"{Root}schedule/";

    public string Rollouts => $"{Root}rollouts/";

    /// <summary>Which agent sends the fleet's notices, for as long as its lease lives.</summary>
    public string Teller => $"{Root}teller";

    /// <summary>Which troubles those notices have opened; no lease.</summary>
    public string Told => $"{Root}told";

    /// <param name="id">The member's.</param>
    /// <param name="instance">Of the agent: two agents with one id (a cloned machine) have two records, and so are seen.</param>
    public string Member(string id, string instance) => $"{Members}{id}/{instance}";

    /// <param name="key">The hash of a consensus key.</param>
    public string SignersWith(string key) => $"{Signers}{Uri.EscapeDataString(key)}/";

    public string Signer(string key, string id, string instance) => $"{SignersWith(key)}{id}/{instance}";

    public string KnownMember(string id) => Known + id;

    public string ScheduleEntry(string name) => Schedule + Uri.EscapeDataString(name);

    public string Rollout(string name) => Rollouts + Uri.EscapeDataString(name);
}
