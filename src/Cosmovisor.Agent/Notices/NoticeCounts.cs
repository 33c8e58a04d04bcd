namespace Cosmovisor.Agent.Notices;

/// <summary>What became of the notices of a home.</summary>
/// <param name="Sent">Ever.</param>
/// <param name="Failed">Ever: refused for good, or given up.</param>
/// <param name="Queued">Now, for each kind of address.</param>
internal sealed record NoticeCounts(long Sent, long Failed, IReadOnlyDictionary<string, int> Queued)
{
    public static NoticeCounts None { get; } = new(0, 0, new Dictionary<string, int>());
}
