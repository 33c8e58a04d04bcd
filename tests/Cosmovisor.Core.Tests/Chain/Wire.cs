using System.Text;

namespace Cosmovisor.Tests.Chain;

/// <summary>Protobuf by hand, as small as the tests need it.</summary>
internal static class Wire
{
    public static byte[] Field(int number, params ReadOnlySpan<byte[]> content)
    {
        byte[] whole = [.. content.ToArray().SelectMany(part => part)];
        return [.. Varint((ulong)((number << 3) | 2)), .. Varint((ulong)whole.Length), .. whole];
    }

    public static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    public static byte[] Field(int number, long value) => [.. Varint((ulong)(number << 3)), .. Varint(unchecked((ulong)value))];

    public static byte[] Any(string type, params ReadOnlySpan<byte[]> value) => [.. Field(1, "/" + type), .. Field(2, value)];

    public static byte[] Plan(string name, long height, string info = "") => [.. Field(1, name), .. Field(3, height), .. Field(4, info)];

    public static byte[] SoftwareUpgrade(string name, long height) =>
        Any("cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", Field(1, "cosmos1authority"), Field(2, Plan(name, height)));

    /// <summary>A list with one proposal in voting.</summary>
    public static byte[] Proposals(params ReadOnlySpan<byte[]> messages) =>
        Field(1, [.. Field(1, 7L), .. messages.ToArray().SelectMany(any => Field(2, any)), .. Field(3, 2L), .. Field(
            9, Field(1, 1_800_000_000L))]);

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            yield return (byte)(value | 128);
        }

        yield return (byte)value;
    }
}
