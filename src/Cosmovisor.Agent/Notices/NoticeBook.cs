using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Agent.Settings;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>
/// What an agent must know to go on where the last one was killed: how far the events are read, what trouble is open, what waits for each
/// address. All of it is written in one move, so an event is read and queued, or neither.
/// </summary>
internal sealed record NoticeBook
{
    public const int Form = 1;

    /// <summary>More waits for nobody: an address that is away for weeks is told the newest.</summary>
    public const int LongestQueue = 1000;

    private static readonly TimeSpan GoneFor = TimeSpan.FromMinutes(1);

    public int Version { get; init; } = Form;

    /// <summary>Up to where the events are read.</summary>
    public required string Position { get; set; }

    /// <summary>Whether the last supervisor ended as it was asked to; null while it has not ended.</summary>
    public bool? EndedWell { get; set; }

    public UnconfirmedUpgrade? Unconfirmed { get; set; }

    public Dictionary<string, OpenTrouble> Troubles { get; init; } = [];

    /// <summary>By the address' id.</summary>
    public Dictionary<string, NoticeQueue> Queues { get; init; } = [];

    public long Sent { get; set; }

    public long Failed { get; set; }

    public static NoticeBook? Parse(byte[]? json)
    {
        try
        {
            return json is not null
                && JsonSerializer.Deserialize(json, NoticeJson.Default.NoticeBook) is { Version: Form, Position: not null } book
                && book.Queues.Values.All(queue => queue is { Waiting: not null, Threads: not null }) ? book : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public byte[] Text() => JsonSerializer.SerializeToUtf8Bytes(this, NoticeJson.Default.NoticeBook);

    /// <summary>One event more.</summary>
    public void Add(Notice notice, IReadOnlyList<NoticeAddress> addresses, LogLevel? floor)
    {
        EndedWell = notice.Event switch
        {
            "supervisor-started" => null,
            "supervisor-ended" => notice.Line is { } line
                && line.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.Number
                && code.TryGetInt32(out var number) && number is 0 or 130 or 143,
            _ => EndedWell,
        };
        Unconfirmed = notice.Event switch
        {
            "upgrade-unconfirmed" => new UnconfirmedUpgrade(notice.Plan, notice.Says),
            "upgrade-confirmed" or "upgrade-began" or "upgrade-taken-back" => null,
            _ => Unconfirmed,
        };
        Queue(notice, addresses, floor);
    }

    /// <summary>
    /// Opens what is new, and resolves what has been gone for a minute: a node that dies and is started again every few seconds is one
    /// trouble.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool Compare(
        IReadOnlyList<Trouble> found, NoticeSender sender, DateTimeOffset now, IReadOnlyList<NoticeAddress> addresses, LogLevel? floor)
    {
        // Etcd gives back the time of a trouble of the fleet with milliseconds.
        now = TimeFormat.Milliseconds(now);
        var changed = false;
        var seen = found.DistinctBy(one => one.Name).ToDictionary(one => one.Name, StringComparer.Ordinal);

        foreach (var (name, trouble) in seen)
        {
            if (!Troubles.TryGetValue(name, out var open))
            {
                open = new OpenTrouble(trouble.Scope is { } scope ? $"{scope}:{name}" : KeyOf(sender, name), trouble.Kind,
                    trouble.Plan, EventLevel(trouble.Level), trouble.Says, now);
                Queue(open.Tell(isOpen: true, now), addresses, floor);
                changed = true;
            }

            changed |= open.GoneSince is not null;
            Troubles[name] = open with { GoneSince = null };
        }

        foreach (var (name, open) in Troubles.Where(trouble => !seen.ContainsKey(trouble.Key)).ToList())
        {
            changed |= open.GoneSince is null;
            Troubles[name] = open with { GoneSince = open.GoneSince ?? now };

            if (now - Troubles[name].GoneSince >= GoneFor)
            {
                _ = Troubles.Remove(name);
                Queue(open.Tell(isOpen: false, now), addresses, floor);
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Another agent tells it: what waits of it is not sent here.</summary>
    /// <param name="keys">Of the troubles.</param>
    /// <returns>Whether something waited.</returns>
    public bool Drop(Func<string, bool> keys)
    {
        var dropped = false;

        foreach (var queue in Queues.Values)
        {
            foreach (var notice in queue.Waiting.Where(notice => notice.Trouble is { } news && keys(news.Key)).ToList())
            {
                queue.Remove(notice);
                dropped = true;
            }
        }

        return dropped;
    }

    /// <summary>All that is open of the fleet's is neither open nor over here.</summary>
    /// <returns>Whether there was any.</returns>
    public bool LeaveTheFleet()
    {
        var gone = Troubles.Where(one => TroubleKind.IsOfTheFleet(one.Value.Kind)).ToList();
        gone.ForEach(one => _ = Troubles.Remove(one.Key) && Drop(key => key == one.Value.Key));
        return gone.Count > 0;
    }

    /// <summary>An address has it.</summary>
    public void Hear(Notice notice)
    {
        if (notice.Trouble is { IsOpen: true } news
            && Troubles.FirstOrDefault(one => one.Value.Key == news.Key) is { Key: { } name, Value: var open })
        {
            Troubles[name] = open with { IsHeard = true };
        }
    }

    /// <summary>Whether an address has not been told yet that a trouble began, or that it is over.</summary>
    public bool IsWaiting(string key, bool isOpen) => Queues.Values.Any(queue =>
        queue.Waiting.Any(notice => notice.Trouble is { } news && news.Key == key && news.IsOpen == isOpen));

    /// <summary>Puts it behind what waits already.</summary>
    public void Queue(Notice notice, IEnumerable<NoticeAddress> addresses, LogLevel? floor)
    {
        foreach (var address in addresses.Where(address => NoticeRule.IsTold(notice, address, floor)))
        {
            var queue = Of(address);

            if (queue.IsGivenUp)
            {
                Failed++;
                continue;
            }

            queue.Waiting.Add(notice);

            if (queue.Waiting.Count > LongestQueue)
            {
                queue.Waiting.RemoveAt(0);
                Failed++;
            }
        }
    }

    public NoticeQueue Of(NoticeAddress address)
    {
        if (!Queues.TryGetValue(address.Id, out var queue))
        {
            Queues[address.Id] = queue = new NoticeQueue();
        }

        return queue;
    }

    private static string KeyOf(NoticeSender sender, string name) => $"cosmovisor:{sender.Host}:{sender.Home}:{name}";

    private static string EventLevel(LogLevel level) => Events.EventLine.LevelName(level);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NoticeBook))]
internal sealed partial class NoticeJson : JsonSerializerContext;
