namespace Cosmovisor.Chain;

/// <summary>One message of the log that every node's consensus writes ahead (<c>data/cs.wal</c>).</summary>
/// <remarks>
/// Source: Tendermint's and CometBFT's consensus/wal.go and proto/…/consensus/wal.proto, unchanged since 0.34 (SDK 0.40): a checksum and a
/// length, four bytes each, and then the message, protobuf. Field 2 of it is what was said, and field 4 of that the end of a height: its
/// block is decided and in the block store, and the application gets it next. A node that halts at a halt height before its block (SDK
/// 0.50) has written this of it too.
/// </remarks>
internal static class WalMessage
{
    /// <summary>How long the message of an end can be; it is looked for in none that is longer.</summary>
    public const int LongestEnd = 48;

    private const int Said = (2 << 3) | 2;
    private const int End = (4 << 3) | 2;
    private const int Height = 1 << 3;

    /// <returns>The height that the message ends; null for any other message.</returns>
    public static long? EndOfHeight(ReadOnlySpan<byte> message) =>
        Field(message, Said, out var said)
            && Field(said, End, out var end)
            && end is [Height, .. var number]
            && Varint(ref number) is { } height and > 0 ? (long)height : null;

    // Every field of these messages is one with a length, so whatever stands before can be passed over.
    private static bool Field(ReadOnlySpan<byte> message, ulong wanted, out ReadOnlySpan<byte> value)
    {
        for (var rest = message; Varint(ref rest) is { } key
            && Varint(ref rest) is { } length
            && length <= (ulong)rest.Length; rest = rest[(int)length..])
        {
            if (key == wanted)
            {
                value = rest[..(int)length];
                return true;
            }
        }

        value = default;
        return false;
    }

    private static ulong? Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;

        for (var i = 0; i < bytes.Length && i < 9; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);

            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        return null;
    }
}
