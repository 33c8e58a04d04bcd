using System.Text.Json.Serialization;

namespace Cosmovisor.Agent.Notices;

/// <summary>What waits for one address, in order.</summary>
internal sealed record NoticeQueue
{
    private const int MostThreads = 20;

    public List<Notice> Waiting { get; init; } = [];

    /// <summary>How often the first one was tried.</summary>
    public int Tries { get; set; }

    /// <summary>The first one is not tried before.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Slack's threads, by plan.</summary>
    public Dictionary<string, string> Threads { get; init; } = [];

    /// <summary>There is nothing behind the address. The next agent tries it again.</summary>
    [JsonIgnore]
    public bool IsGivenUp { get; set; }

    /// <summary>It is sent, or left out. It may have been dropped meanwhile, from a queue that is too long.</summary>
    public void Remove(Notice notice)
    {
        _ = Waiting.Remove(notice);
        (Tries, NotBefore) = (0, null);
    }

    /// <summary>Where later notices of the same plan go.</summary>
    public void Remember(Notice notice, string? thread)
    {
        if (thread is not null && notice.Plan is { } plan && Threads.TryAdd(plan, thread) && Threads.Count > MostThreads)
        {
            _ = Threads.Remove(Threads.Keys.First());
        }
    }
}
