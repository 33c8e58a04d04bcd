using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Agent.Files;

namespace Cosmovisor.Agent.Metrics;

/// <summary>The counts of one home, kept in the agent's folder. The first agent counts what the events still hold.</summary>
internal sealed class CountsFile(HomeFiles home, AgentFolder folder)
{
    private const string Name = "counts.json";

    // Both files are read whole; a file that somebody has blown up is counted over several scrapes.
    private const int MostReads = 96;

    private readonly Lock _gate = new();
    private EventCounts? _counts;

    /// <summary>Counts what is new.</summary>
    public EventCounts Count(HomeState? state)
    {
        lock (_gate)
        {
            var counts = _counts ??= Load();
            var (position, lost) = (counts.Position, counts.LogLost);
            Read(counts);
            counts.AddLogLost(state?.Supervisor?.Started, state?.LogLost ?? 0);

            if (counts.Position != position || counts.LogLost != lost)
            {
                _ = folder.TryWrite(Name, JsonSerializer.SerializeToUtf8Bytes(counts, CountsJson.Default.EventCounts));
            }

            return counts;
        }
    }

    private void Read(EventCounts counts)
    {
        var position = EventPosition.Parse(counts.Position);

        for (var reads = 0; reads < MostReads; reads++)
        {
            var before = position;

            foreach (var (_, json) in home.Events.After(ref position))
            {
                counts.Add(json);
            }

            if (position == before)
            {
                break;
            }
        }

        counts.Position = position.ToString();
    }

    private EventCounts Load()
    {
        try
        {
            return folder.Read(Name) is { } bytes
                && JsonSerializer.Deserialize(bytes, CountsJson.Default.EventCounts) is { Version: EventCounts.Form } kept
                && kept.Steps.Values.All(step => step is { IsWhole: true }) && kept.Upgrades is not null ? kept : new EventCounts();
        }
        catch (JsonException)
        {
            return new EventCounts();
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EventCounts))]
internal sealed partial class CountsJson : JsonSerializerContext;
