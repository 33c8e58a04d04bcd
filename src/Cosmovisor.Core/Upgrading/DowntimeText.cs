using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cosmovisor.Upgrading;

/// <summary>
/// A line of the history that says how long an upgrade's node was down. It is written when the first block was seen, long after the
/// upgrade's own line; who knows no such line passes over it.
/// </summary>
internal sealed record DowntimeText
{
    /// <summary>Raised when an older cosmovisor could not make sense of it.</summary>
    public const int Version = 1;

    [JsonPropertyName("downtime")]
    public required int Format { get; init; }

    public required string Plan { get; init; }

    public required long Height { get; init; }

    /// <summary>Of the upgrade, as its own line has it: with the plan's name it says which is meant.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When the first block was seen.</summary>
    public required DateTimeOffset FirstBlock { get; init; }

    public required Downtime Down { get; init; }

    public bool IsOf(Journal journal) => Plan == journal.Plan.Name && (Began - journal.Began).Duration() <= TimeSpan.FromMilliseconds(1);

    public static DowntimeText Of(Journal journal, DateTimeOffset firstBlock, Downtime down) =>
        new()
        {
            Format = Version,
            Plan = journal.Plan.Name,
            Height = journal.Plan.Height,
            Began = journal.Began,
            FirstBlock = firstBlock,
            Down = down
        };

    public string Write() => JsonSerializer.Serialize(this, DowntimeJson.Default.DowntimeText);

    /// <summary>Reads a line of the history; nothing whatever makes this throw.</summary>
    public static Parsed<DowntimeText> Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, DowntimeJson.Default.DowntimeText) is { Format: Version } text ? Parsed.Ok(text)
                : Parsed.Invalid<DowntimeText>("it is of another version");
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return Parsed.Invalid<DowntimeText>($"it does not say how long a node was down ({ex.Message.ReplaceLineEndings(" ")})");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DowntimeText))]
internal sealed partial class DowntimeJson : JsonSerializerContext;
