using System.Globalization;
using System.Text.Json;

namespace Cosmovisor.Testing;

/// <summary>
/// Checks JSON against a schema of docs/schema, as far as those go: type, enum, const, required, properties, items, anyOf, format
/// date-time.
/// </summary>
/// <remarks>
/// Readers must pass over fields they do not know; we, who write them, must name them all: an unknown field is a fault here.
/// </remarks>
internal static class JsonSchema
{
    /// <returns>What is wrong, each with its place; none where all is well.</returns>
    public static IReadOnlyList<string> Faults(string schemaFile, string json)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.In("docs", "schema", schemaFile)));
        using var document = JsonDocument.Parse(json);
        return Faults(schema.RootElement, document.RootElement, "$");
    }

    private static string[] Faults(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("anyOf", out var ways))
        {
            var each = ways.EnumerateArray().Select(way => Faults(way, value, at)).ToArray();
            return each.Any(faults => faults is []) ? [] : each.MinBy(faults => faults.Length)!;
        }

        return
        [
            .. schema.TryGetProperty("type", out var type) && !Is(type.GetString()!, value)
                ? [$"{at} is {value.ValueKind}, expected {type}"] : Array.Empty<string>(),
            .. schema.TryGetProperty("const", out var only) && only.GetRawText() != value.GetRawText()
                ? [$"{at} is {value}, expected {only}"] : Array.Empty<string>(),
            .. schema.TryGetProperty("enum", out var list) && list.EnumerateArray().All(one => one.GetRawText() != value.GetRawText())
                ? [$"{at} is {value}, which is not in the list"] : Array.Empty<string>(),
            .. schema.TryGetProperty("format", out _) && !IsTime(value) ? [$"{at} is {value}, expected a time in UTC with milliseconds"]
                : Array.Empty<string>(),
            .. value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out _) ? OfObject(schema, value, at) : [],
            .. value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var item)
                ? value.EnumerateArray().SelectMany((one, i) => Faults(item, one, $"{at}[{i}]")) : [],
        ];
    }

    private static string[] OfObject(JsonElement schema, JsonElement value, string at)
    {
        var properties = schema.GetProperty("properties");
        var names = value.EnumerateObject().Select(field => field.Name).ToArray();

        return
        [
            .. names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => $"{at}.{same.Key} is there twice"),
            .. schema.TryGetProperty("required", out var required)
                ? required.EnumerateArray().Where(name => !names.Contains(name.GetString())).Select(name => $"{at}.{name} is missing") : [],
            .. value.EnumerateObject().SelectMany(field =>
                properties.TryGetProperty(field.Name, out var known) ? Faults(known, field.Value, $"{at}.{field.Name}")
                    : [$"{at}.{field.Name} is not in the schema"]),
        ];
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new ArgumentException($"the schema has the type {type}", nameof(type)),
    };

    private static bool IsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParseExact(
            value.GetString(), "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
