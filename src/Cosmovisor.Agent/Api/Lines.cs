using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cosmovisor.Agent.Api;

/// <summary>Lines of the home's files in an answer: each object as it was written, with its home in front.</summary>
internal static class Lines
{
    private const string Home = "home";
    private const int AtOnce = 16 * 1024;

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

    /// <summary><c>{"version":1,"NAME":[…]}</c>, sent as it is written: an answer of long lines is never whole in memory.</summary>
    public static async Task WriteAsync(
        HttpContext context, string name, IEnumerable<(string Home, JsonElement Line)> lines, CancellationToken ct)
    {
        context.Response.ContentType = Answer.Json;
        var (body, sent) = (context.Response.BodyWriter, 0L);
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteStartArray(name);

        foreach (var (home, line) in lines)
        {
            Write(json, home, line);

            if (json.BytesCommitted + json.BytesPending - sent >= AtOnce)
            {
                await json.FlushAsync(ct);
                sent = json.BytesCommitted;
                _ = await body.FlushAsync(ct);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(ct);
        _ = await body.FlushAsync(ct);
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
