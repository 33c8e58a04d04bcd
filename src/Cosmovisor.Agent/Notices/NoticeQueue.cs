using System.Text.Json.Serialization;

namespace Cosmovisor.Agent.Notices;

/// <summary>What waits for one address, in order.</summary>
internal sealed record NoticeQueue
{
    public List<Notice> Waiting { get; init; } = [];

    /// <summary>How often the first one was tried.</summary>
    public int Tries { get; set; }

    /// <summary>The first one is not tried before.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Slack's threads, by plan.</summary>
    public Dictionary<string, string> Threads { get; init; } = [];

    /// <summary>There is nothing behind the address. The next agent tries it anew.</summary>
    [JsonIgnore]
    public bool IsGivenUp { get; set; }
}
