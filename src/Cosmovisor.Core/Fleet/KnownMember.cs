namespace Cosmovisor.Fleet;

/// <summary>That there is such a member, also while its agent is away.</summary>
internal sealed record KnownMember(string Id, string Name, IReadOnlyDictionary<string, string> Labels)
{
    public int Version { get; init; } = 1;

    public DateTimeOffset? Since { get; init; }
}
