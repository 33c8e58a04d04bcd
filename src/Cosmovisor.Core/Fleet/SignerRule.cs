namespace Cosmovisor.Fleet;

/// <summary>Whether a member may start a node that signs.</summary>
internal abstract record SignerVerdict
{
    private SignerVerdict() { }

    internal sealed record Start : SignerVerdict;

    /// <param name="Why">For the operator.</param>
    /// <param name="IsProved">Another signer was seen; not where nobody could be asked.</param>
    internal sealed record Hold(string Why, bool IsProved) : SignerVerdict;

    /// <summary>It starts, and the operator reads why that was not proved safe.</summary>
    internal sealed record StartUnproved(string Why) : SignerVerdict;
}

/// <summary>No two members sign with one consensus key. A guard at the start, not a remote signer: it knows of members alone.</summary>
internal static class SignerRule
{
    /// <param name="id">The member that would start.</param>
    /// <param name="instance">Its agent.</param>
    /// <param name="key">The hash of its consensus key; null where it has none of its own.</param>
    /// <param name="hasSigned">Its home has signed with it. One that has not may be a copy: every member that has comes first.</param>
    /// <param name="view">The fleet.</param>
    public static SignerVerdict Ask(string id, string instance, string? key, bool hasSigned, FleetView view) =>
        key is not null && Other(id, instance, key, hasSigned, view) is { } other
            ? new SignerVerdict.Hold($"{other.Name} on {other.Host ?? "another machine"} signs with the same consensus key", IsProved: true)
        : new SignerVerdict.Start();

    /// <summary>While etcd cannot be read.</summary>
    /// <param name="key">As above.</param>
    /// <param name="closed">COSMOVISOR_SIGNER_GUARD=closed.</param>
    /// <param name="isAsked">The chain itself could be asked.</param>
    /// <param name="evidence">What it shows of a second signer.</param>
    public static SignerVerdict WithoutFleet(string? key, bool closed, bool isAsked, string? evidence) =>
        key is null ? new SignerVerdict.Start()
        : evidence is not null ? new SignerVerdict.Hold(evidence, IsProved: true)
        : closed ? new SignerVerdict.Hold("the fleet's etcd cannot be read, and COSMOVISOR_SIGNER_GUARD is closed", IsProved: false)
        : isAsked ? new SignerVerdict.Start()
        : new SignerVerdict.StartUnproved("the fleet's etcd cannot be read: another member may sign with this consensus key");

    /// <summary>Keys that more than one live member signs with, a sentence each.</summary>
    public static IReadOnlyList<string> Alarms(FleetView view) =>
        [.. view.Members.Values.SelectMany(member => member.Records).Where(IsSigning).GroupBy(record => record.Signer!)
            .Where(same => same.Count() > 1)
            .Select(
                same =>
                    $"{string.Join(" and ", same.Select(record => $"{record.Name} ({record.Host})"))} sign with one consensus key: stop all but one now")
            ];

    private static MemberRecord? Other(string id, string instance, string key, bool hasSigned, FleetView view) =>
        view.Members.Values.SelectMany(member => member.Records)
            .FirstOrDefault(record => record.Signer == key && (record.Id != id || record.Instance != instance)
                && (record.Id != id || IsSigning(record)) && (!hasSigned || IsFirst(record, id, instance)));

    // Both may come at once: the one that signs counts, and of two that do not yet, the smaller one.
    private static bool IsFirst(MemberRecord record, string id, string instance) =>
        IsSigning(record) || string.CompareOrdinal($"{record.Id}/{record.Instance}", $"{id}/{instance}") < 0;

    private static bool IsSigning(MemberRecord record) =>
        record.Signer is not null && record.State is MemberRecord.Running or "starting" or "stopping";
}
