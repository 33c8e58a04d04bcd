using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cosmovisor.Agent.Files;

/// <summary>
/// Yes or no, as a truth or as a word; anything else is not known. What another version writes there must not make the rest of the file
/// useless.
/// </summary>
internal sealed class LenientTruth : JsonConverter<bool?>
{
    public override bool HandleNull => true;

    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.String:
                return reader.ValueTextEquals("yes"u8) ? true : reader.ValueTextEquals("no"u8) ? false : null;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } truth)
        {
            writer.WriteBooleanValue(truth);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
