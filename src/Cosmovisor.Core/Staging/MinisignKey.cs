namespace Cosmovisor.Staging;

/// <summary>A public key of minisign: the bytes "Ed", eight bytes of key id, 32 of Ed25519 key.</summary>
/// <remarks>Format: https://jedisct1.github.io/minisign/#public-key-format.</remarks>
internal sealed record MinisignKey(ulong Id, ReadOnlyMemory<byte> Ed25519)
{
    private const int Length = 42;

    /// <summary>Reads a file of keys: one per line, comments between them.</summary>
    public static Parsed<IReadOnlyList<MinisignKey>> ParseFile(string text)
    {
        var keys = new List<MinisignKey>();

        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#') || line.StartsWith("untrusted comment:", StringComparison.Ordinal))
            {
                continue;
            }

            var bytes = new byte[Length];

            if (!Convert.TryFromBase64String(line, bytes, out var length) || length != Length || bytes is not [(byte)'E', (byte)'d', ..])
            {
                return Parsed.Invalid<IReadOnlyList<MinisignKey>>(
                    $"the line \"{line}\" is not a minisign public key (56 characters that begin with RW)");
            }

            keys.Add(new MinisignKey(BitConverter.ToUInt64(bytes, 2), bytes.AsMemory(10)));
        }

        return keys.Count == 0 ? Parsed.Invalid<IReadOnlyList<MinisignKey>>("there is no key in it")
            : Parsed.Ok<IReadOnlyList<MinisignKey>>(keys);
    }

    /// <summary>The id as minisign prints it.</summary>
    public static string Show(ulong id) => id.ToString("X16", System.Globalization.CultureInfo.InvariantCulture);
}
