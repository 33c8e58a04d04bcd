using System.Buffers;
using System.Text.Json;

namespace Cosmovisor.Agent.Api;

/// <summary>Lines of the home's files in an answer: each object as it was written, with its home in front.</summary>
internal static class Lines
{
    private const string Home = "home";

    /// <summary>One object, without line ends.</summary>
    public static ReadOnlyMemory<byte> One(string home, JsonElement line)
    {
        var text = new ArrayBufferWriter<byte>(512);

        using (var json = new Utf8JsonWriter(text))
        {
            Write(json, home, line);
        }

        return text.WrittenMemory;
    }

    /// <summary><c>{"version":1,"NAME":[…]}</c></summary>
    public static ReadOnlyMemory<byte> Many(string name, IEnumerable<(string Home, JsonElement Line)> lines)
    {
        var text = new ArrayBufferWriter<byte>(4096);

        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray(name);

            foreach (var (home, line) in lines)
            {
                Write(json, home, line);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, string home, JsonElement line)
    {
        json.WriteStartObject();
        json.WriteString(Home, home);

        foreach (var property in line.EnumerateObject().Where(property => property.Name != Home))
        {
            property.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
