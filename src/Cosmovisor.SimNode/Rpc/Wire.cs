using System.Text;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Rpc;

/// <summary>Protobuf as the node's answers need it.</summary>
internal static class Wire
{
    public static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), .. Varint((ulong)content.Length), .. content];

    public static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    public static byte[] Field(int number, long value) => [(byte)(number << 3), .. Varint((ulong)value)];

    /// <summary>x/upgrade's Plan { name = 1, height = 3, info = 4 }.</summary>
    public static byte[] Plan(ChainPlan plan) =>
        [.. Field(1, plan.Name), .. Field(3, plan.Height), .. plan.Info.Length == 0 ? [] : Field(4, plan.Info)];

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            yield return (byte)(value | 128);
        }

        yield return (byte)value;
    }
}
