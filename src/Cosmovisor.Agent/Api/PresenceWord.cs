using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Agent.Files;

namespace Cosmovisor.Agent.Api;

/// <summary><c>running</c>, <c>not-running</c> or <c>unknown</c>.</summary>
internal sealed class PresenceWord : JsonConverter<SupervisorPresence>
{
    public static string Of(SupervisorPresence presence) => presence switch
    {
        SupervisorPresence.Running => "running",
        SupervisorPresence.NotRunning => "not-running",
        _ => "unknown",
    };

    public override SupervisorPresence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, SupervisorPresence value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Of(value));
}
