using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cosmovisor.Backups;

/// <summary>The manifest as text: JSON, one line for the header, then one for each entry.</summary>
internal static class ManifestText
{
    public const int Version = 1;

    public static string Line(ManifestHeader header) => JsonSerializer.Serialize(header, ManifestJson.Default.ManifestHeader);

    public static string Line(ManifestEntry entry) => JsonSerializer.Serialize(entry, ManifestJson.Default.ManifestEntry);

    public static Parsed<ManifestHeader> ParseHeader(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ManifestJson.Default.ManifestHeader) switch
            {
                null => Parsed.Invalid<ManifestHeader>("its first line is null"),
                { Backup: not Version } other => Parsed.Invalid<ManifestHeader>(
                    $"it has format {other.Backup}, this version reads format {Version}"),
                { Entries: < 0 } or { Files: < 0 } or { Bytes: < 0 } =>
                    Parsed.Invalid<ManifestHeader>("its first line has a count below 0"),
                var header => Parsed.Ok(header),
            };
        }
        catch (JsonException wrong)
        {
            return Parsed.Invalid<ManifestHeader>($"its first line is not that of a manifest: {wrong.Message}");
        }
    }

    public static Parsed<ManifestEntry> ParseEntry(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ManifestJson.Default.ManifestEntry) switch
            {
                null => Parsed.Invalid<ManifestEntry>("a line is null"),
                var entry when !StaysInside(entry.Path) => Parsed.Invalid<ManifestEntry>($"the path \"{entry.Path}\" leaves the backup"),
                var entry when entry.SameAs is { } same && !StaysInside(same) =>
                    Parsed.Invalid<ManifestEntry>($"the path \"{same}\" leaves the backup"),
                var entry when entry.Mode.Length is 0 or > 5 || entry.Mode.Any(digit => digit is < '0' or > '7') =>
                    Parsed.Invalid<ManifestEntry>($"\"{entry.Path}\" has the mode \"{entry.Mode}\", expected octal digits"),
                { Size: < 0 } entry => Parsed.Invalid<ManifestEntry>($"\"{entry.Path}\" has a size below 0"),
                var entry => Parsed.Ok(entry),
            };
        }
        catch (JsonException wrong)
        {
            return Parsed.Invalid<ManifestEntry>($"a line is not an entry: {wrong.Message}");
        }
    }

    private static bool StaysInside(string path) =>
        path == "." || (path.Length > 0 && path[0] != '/' && !path.Contains('\0', StringComparison.Ordinal)
            && !path.Split('/').Any(part => part is "" or "." or ".."));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ManifestHeader))]
[JsonSerializable(typeof(ManifestEntry))]
internal sealed partial class ManifestJson : JsonSerializerContext;
