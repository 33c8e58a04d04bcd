using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Api;

/// <summary>Times as all our files have them: UTC, with milliseconds.</summary>
internal sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(TimeFormat.Utc(value));
}
