using System.Text.Json;

namespace Cosmovisor.Agent.Tests.Api;

/// <summary>The document the agent serves, and as much of JSON Schema as it uses. A field that it does not name is a fault.</summary>
internal sealed class OpenApiDocument
{
    private readonly JsonElement _root;

    private OpenApiDocument(JsonElement root) => _root = root;

    public IReadOnlyList<string> Paths =>
        [.. _root.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal)];

    public static OpenApiDocument Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new OpenApiDocument(document.RootElement.Clone());
    }

    public IReadOnlyList<string> Faults(string path, int code, string? type, string body)
    {
        if (!_root.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses")
            .TryGetProperty($"{code}", out var response))
        {
            return [$"{path} answers {code}"];
        }

        if (!response.GetProperty("content").TryGetProperty(type ?? "", out var content))
        {
            return [$"{path} answers {type}"];
        }

        var schema = content.GetProperty("schema");

        if (path is "/metrics" or "/")
        {
            return body.Length > 0 ? [] : [$"{path} is empty"];
        }

        if (type != "application/json")
        {
            // Plain words: the description names them.
            return response.GetProperty("description").GetString()!.Split([", ", " or "], StringSplitOptions.None)
                .Contains(body.TrimEnd('\n')) ? [] : [$"{path} says {body}"];
        }

        using var json = JsonDocument.Parse(body);
        return [.. Faults(path, schema, json.RootElement)];
    }

    private IEnumerable<string> Faults(string at, JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Faults(
                at, _root.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), value);
        }

        if (schema.TryGetProperty("anyOf", out var choices))
        {
            return choices.EnumerateArray().Select(choice => Faults(at, choice, value).ToList()).MinBy(faults => faults.Count)!;
        }

        return schema.TryGetProperty("const", out var constant) ? Fault(at, value.GetRawText() == constant.GetRawText())
            : schema.TryGetProperty("enum", out var words)
                ? Fault(at, words.EnumerateArray().Any(word => word.GetRawText() == value.GetRawText()))
            : Types(schema).Contains(NameOf(value)) || (NameOf(value) == "integer" && Types(schema).Contains("number"))
                ? Below(at, schema, value)
            : [$"{at} is {NameOf(value)}"];
    }

    private IEnumerable<string> Below(string at, JsonElement schema, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => Faults($"{at}[{i}]", schema.GetProperty("items"), item)),
        JsonValueKind.Object when schema.TryGetProperty("properties", out var properties) =>
            schema.GetProperty("required").EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(
                name => $"{at} lacks {name}")
                .Concat(value.EnumerateObject().SelectMany(property => properties.TryGetProperty(property.Name, out var inner)
                    ? Faults($"{at}.{property.Name}", inner, property.Value)
                    : schema.TryGetProperty("additionalProperties", out _) ? [] : [$"{at} has {property.Name}"])),
        JsonValueKind.String when schema.TryGetProperty("format", out _) => Fault(at, value.TryGetDateTimeOffset(out _)),
        _ => [],
    };

    private static string[] Types(JsonElement schema) =>
        schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several
            ? [.. several.EnumerateArray().Select(type => type.GetString()!)] : [schema.GetProperty("type").GetString()!];

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "string",
    };

    private static string[] Fault(string at, bool isRight) => isRight ? [] : [$"{at} has another value"];
}
