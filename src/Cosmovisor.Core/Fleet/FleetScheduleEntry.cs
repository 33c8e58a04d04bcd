namespace Cosmovisor.Fleet;

/// <summary>What is to happen on the members at a height of the operator's own, or of the chain.</summary>
/// <param name="Id">Of this entry; one that is removed and added again is another.</param>
/// <param name="Name">The upgrade's.</param>
/// <param name="Height">Where.</param>
/// <param name="Link">Of the binary or archive.</param>
internal sealed record FleetScheduleEntry(string Id, string Name, long Height, string Link)
{
    public int Version { get; init; } = 1;

    /// <summary>Labels a member must have; empty for every member.</summary>
    public IReadOnlyDictionary<string, string> Only { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// It was taken off. The record stays as a mark: an entry that is merely gone may be data that etcd lost, and changes nothing on a
    /// node.
    /// </summary>
    public bool Removed { get; init; }

    public string? By { get; init; }

    public DateTimeOffset? At { get; init; }
}
