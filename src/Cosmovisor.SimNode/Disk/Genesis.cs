using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Cosmovisor.SimNode.Disk;

/// <summary>What a node needs of <c>config/genesis.json</c>.</summary>
internal sealed record Genesis(string ChainId, long InitialHeight)
{
    public static string PathIn(string home) => Path.Combine(home, "config", "genesis.json");

    /// <returns>Null when there is none, or none that can be read.</returns>
    public static Genesis? Read(string home)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(PathIn(home)));
            var chainId = document.RootElement.TryGetProperty("chain_id", out var id) ? id.GetString() : null;
            var initial = document.RootElement.TryGetProperty("initial_height", out var height) ? height.GetString() : null;
            return new Genesis(
                chainId ?? "", long.TryParse(initial, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 1);
        }
        catch (Exception ex) when (ex is IOException or JsonException or InvalidOperationException)
        {
            // A simulated node goes on without a genesis: most tests have none.
            return null;
        }
    }

    /// <summary>A genesis of the chain as it stands after <paramref name="height"/>.</summary>
    public static byte[] Write(string version, string chainId, long height) => Json(writer =>
    {
        writer.WriteString("app_name", "simnode");
        writer.WriteString("app_version", version);
        writer.WriteString("genesis_time", "2021-01-01T00:00:00Z");
        writer.WriteString("chain_id", chainId);
        writer.WriteString("initial_height", Text(height + 1));
        writer.WriteStartObject("app_state");
        writer.WriteStartObject("simnode");
        writer.WriteString("height", Text(height));
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>The same genesis for another version and, if given, another chain id.</summary>
    public static byte[] Migrate(byte[] exported, string version, string? chainId)
    {
        using var document = JsonDocument.Parse(exported);

        return Json(writer =>
        {
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name == "app_version" || (member.Name == "chain_id" && chainId is not null))
                {
                    writer.WriteString(member.Name, member.Name == "chain_id" ? chainId : version);
                }
                else
                {
                    member.WriteTo(writer);
                }
            }
        });
    }

    public static byte[] Json(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();

        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return [.. bytes.WrittenSpan, (byte)'\n'];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
