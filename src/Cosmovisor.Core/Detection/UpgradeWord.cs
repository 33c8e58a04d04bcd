using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cosmovisor.Detection;

/// <summary>
/// Finds what every line that matters holds. Each byte of the daemon's output goes through here, so this is all about speed.
/// </summary>
/// <remarks>
/// Looked for at once: <c>UPGRADE </c>, the end of <c>CONSENSUS FAILURE!!!</c>, and the few lines that begin as no logger begins one (Go's
/// own when a program dies, a start command's error). The span's own IndexOf looks at 16 bytes a turn in an executable that must run on any
/// x64 machine (wider registers are not assumed there). Four such looks a turn with one test for all cost half the time:
/// docs/benchmarks.md.
/// </remarks>
internal static class UpgradeWord
{
    private const int Width = 16;
    private const int Stride = 4 * Width;
    private const int LongestLook = 1;

    public static ReadOnlySpan<byte> Text => "UPGRADE "u8;

    /// <param name="bytes">Begins where a line does.</param>
    /// <returns>A place in the first line that matters, or -1.</returns>
    public static int IndexIn(ReadOnlySpan<byte> bytes)
    {
        if (IsStart(bytes))
        {
            return 0;
        }

        ref var start = ref MemoryMarshal.GetReference(bytes);
        var last = bytes.Length - Stride - LongestLook;
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

                if (Place(bytes, found) is >= 0 and var place)
                {
                    return place;
                }
            }
        }

        while (at < bytes.Length && bytes[at..].IndexOfAny((byte)'U', (byte)'\n') is >= 0 and var next)
        {
            if (Place(bytes, at + next) is >= 0 and var place)
            {
                return place;
            }

            at += next + 1;
        }

        return -1;
    }

    private static int Place(ReadOnlySpan<byte> bytes, int at)
    {
        var here = bytes[at..];
        return here[0] == '\n' ? (IsStart(here[1..]) ? at + 1 : -1)
            : here.StartsWith(Text) || here.StartsWith("URE!!!"u8) ? at
            : -1;
    }

    // Each begins with a letter that Hits looks for.
    private static bool IsStart(ReadOnlySpan<byte> line) => GoCrash.Begins(line) || line.StartsWith("error during handshake: "u8);

    // A U before P or R (UPGRADE, FAILURE), or a line end before one of d, e, f, g, p, r: rare both, and one test for all of it. The bits
    // that tell these letters apart, and P from p, are set before comparing, so that two comparisons stand for ten.
    private static Vector128<byte> Hits(ref byte start, int at)
    {
        var here = Vector128.LoadUnsafe(ref start, (nuint)at);
        var next = Vector128.LoadUnsafe(ref start, (nuint)(at + 1));

        return (Vector128.Equals(here, Vector128.Create((byte)'U')) | Vector128.Equals(here, Vector128.Create((byte)'\n')))
            & (Vector128.Equals(next | Vector128.Create((byte)0x22), Vector128.Create((byte)'r'))
                | Vector128.Equals(next | Vector128.Create((byte)0x03), Vector128.Create((byte)'g')));
    }
}
