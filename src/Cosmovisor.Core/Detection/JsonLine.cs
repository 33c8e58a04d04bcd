using System.Text;
using System.Text.Json;

namespace Cosmovisor.Detection;

/// <summary>A log line that is one JSON object.</summary>
internal static class JsonLine
{
    /// <summary>The fields of the object itself (not of objects in it), or null when the line is not one whole JSON object.</summary>
    public static LogFields? Read(ReadOnlySpan<char> line)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(line)];
        _ = Encoding.UTF8.GetBytes(line, bytes);

        // As deep as a line can be: how a field we do not read is nested is none of our business.
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = OutputScanner.LongestLine });

        try
        {
            return Read(ref reader);
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair in an escape, which is JSON but no text.
            return null;
        }
    }

    private static LogFields Read(ref Utf8JsonReader reader)
    {
        var fields = new LogFields();
        _ = reader.Read();

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = LogFields.Known(reader.GetString());
            _ = reader.Read();

            if (name is not null)
            {
                fields.Set(name, reader.TokenType switch
                {
                    JsonTokenType.String => reader.GetString(),
                    JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
                    _ => null,
                });
            }

            reader.Skip();
        }

        // Reads on behind the object, to be told of anything that stands there.
        _ = reader.Read();
        return fields;
    }
}
