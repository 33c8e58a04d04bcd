using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cosmovisor.Backups;

/// <summary>
/// The notes of the backup ahead as text: JSON, one line for the header, then one for each file. Lines are added while it is copied, so the
/// last may be cut.
/// </summary>
internal sealed record AheadNotes(AheadHeader First, IReadOnlyList<AheadNote> Files)
{
    public const int Version = 1;

    /// <summary>What is said of a file last counts.</summary>
    public static Parsed<AheadNotes> Parse(IEnumerable<string> lines)
    {
        using var line = lines.GetEnumerator();

        if (!line.MoveNext() || Header(line.Current) is not { } header)
        {
            return Parsed.Invalid<AheadNotes>("its first line is missing, or has another version");
        }

        var files = new Dictionary<string, AheadNote>(StringComparer.Ordinal);

        // Where it was cut, what may follow is no better.
        while (line.MoveNext() && Note(line.Current) is { } note)
        {
            files[note.Path] = note;
        }

        return Parsed.Ok(new AheadNotes(header, [.. files.Values]));
    }

    public static string Line(AheadHeader header) => JsonSerializer.Serialize(header, AheadJson.Default.AheadHeader);

    public static string Line(AheadNote note) => JsonSerializer.Serialize(note, AheadJson.Default.AheadNote);

    private static AheadHeader? Header(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(
                line, AheadJson.Default.AheadHeader) is { Version: Version, Source: not null, Clock.Boot: not null } header ? header : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AheadNote? Note(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AheadJson.Default.AheadNote) is { Path: not null, Sha256: not null, Number: > 0 } note
                ? note : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AheadHeader))]
[JsonSerializable(typeof(AheadNote))]
internal sealed partial class AheadJson : JsonSerializerContext;
