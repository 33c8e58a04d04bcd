using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cosmovisor.Detection;

/// <summary>Finds the word that every line about an upgrade holds. Each byte of the daemon's output goes through here, so this is all about speed.</summary>
/// <remarks>
/// The span's own IndexOf looks at 16 bytes a turn in an executable that must run on any x64 machine (wider registers are not assumed there).
/// Four such looks a turn with one test for all cost half the time: docs/benchmarks.md.
/// </remarks>
internal static class UpgradeWord
{
    private const int Width = 16;
    private const int Stride = 4 * Width;
    private const int SecondLetter = 2; // the G: capitals are rare in logs, and these two at this distance rarer

    public static ReadOnlySpan<byte> Text => "UPGRADE "u8;

    /// <returns>Where the word begins, or -1.</returns>
    public static int IndexIn(ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var last = bytes.Length - Stride - Text.Length;
        var at = 0;

        for (; at <= last; at += Stride)
        {
            var one = Hits(ref start, at);
            var two = Hits(ref start, at + Width);
            var three = Hits(ref start, at + (2 * Width));
            var four = Hits(ref start, at + (3 * Width));

            if ((one | two | three | four) == Vector128<byte>.Zero)
            {
                continue;
            }

            var hits = one.ExtractMostSignificantBits() | ((ulong)two.ExtractMostSignificantBits() << Width)
                | ((ulong)three.ExtractMostSignificantBits() << (2 * Width)) | ((ulong)four.ExtractMostSignificantBits() << (3 * Width));

            for (; hits != 0; hits &= hits - 1)
            {
                var found = at + BitOperations.TrailingZeroCount(hits);

                if (bytes[found..].StartsWith(Text))
                {
                    return found;
                }
            }
        }

        var rest = bytes[at..].IndexOf(Text);
        return rest < 0 ? rest : at + rest;
    }

    private static Vector128<byte> Hits(ref byte start, int at) =>
        Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)at), Vector128.Create((byte)'U'))
        & Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)(at + SecondLetter)), Vector128.Create((byte)'G'));
}
