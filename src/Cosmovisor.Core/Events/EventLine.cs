using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>A happening as a line of <c>events.jsonl</c> (docs/events.md, docs/schema/events.schema.json).</summary>
internal static class EventLine
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true
    };

    /// <returns>The line with its end; null for what is reported in the log alone.</returns>
    public static byte[]? Of(Happening happening, DateTimeOffset at)
    {
        if (happening.Event is not { } name)
        {
            return null;
        }

        var line = new ArrayBufferWriter<byte>(256);

        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("at", TimeFormat.Utc(at));
            json.WriteString("event", name);
            json.WriteString("level", LevelName(happening.Level));
            json.WriteString("says", LinkSecrets.Hide(happening.Words));

            foreach (var (fact, value) in happening.Facts)
            {
                Write(json, FieldName(fact), value);
            }

            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }

    public static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Debug => "debug",
        LogLevel.Info => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };

    /// <summary>
    /// The log writes <c>no_reflink_because</c>, JSON <c>noReflinkBecause</c>; and <c>version</c> for what <c>current</c> points to, which
    /// is the form's own version here.
    /// </summary>
    public static string FieldName(string fact)
    {
        if (fact == "version")
        {
            return "current";
        }

        if (!fact.Contains('_', StringComparison.Ordinal))
        {
            return fact;
        }

        var parts = fact.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(part => $"{char.ToUpperInvariant(part[0])}{part[1..]}"));
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case TimeSpan duration:
                json.WriteNumber(name, Math.Round((decimal)duration.TotalSeconds, 3));
                break;
            case IReadOnlyList<(string Name, object? Value)> values:
                json.WriteStartObject(name);

                foreach (var (inner, text) in values)
                {
                    json.WriteString(inner, text is null ? "" : LinkSecrets.Hide(LogText.Written(text)));
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteString(name, LinkSecrets.Hide(LogText.Written(value)));
                break;
        }
    }
}
