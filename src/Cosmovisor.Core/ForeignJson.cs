using System.Text.Json;

namespace Cosmovisor;

/// <summary>The door for JSON that others wrote.</summary>
internal static class ForeignJson
{
    /// <summary>Reads a whole document, or says why not; no bytes whatever make it throw.</summary>
    /// <param name="json">Any bytes at all.</param>
    /// <param name="read">May look at any name and any text: one that is none is reported like broken JSON.</param>
    public static Parsed<T> Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, Parsed<T>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (JsonException ex)
        {
            return Parsed.Invalid<T>($"it is not complete JSON ({ex.Message})");
        }
        catch (InvalidOperationException ex)
        {
            // The parser lets bytes pass that are not UTF-8, and halves of surrogate pairs; whoever asks for the text meets them.
            return Parsed.Invalid<T>($"it holds invalid text ({ex.Message})");
        }
    }
}
