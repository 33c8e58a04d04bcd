using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Misbehaviour;

/// <summary>Output no reader of lines expects: one enormous line, and bytes that are no text. Streamed, in flat memory.</summary>
internal static class Noise
{
    private const int ChunkSize = 64 * 1024;

    public static void Make(Options options, Output output)
    {
        var xs = new byte[options.BigLine > 0 ? ChunkSize : 0];
        xs.AsSpan().Fill((byte)'x');
        Stream(options.BigLine, output, xs, _ => { });

        var random = new Random(options.Seed);
        Stream(options.Garbage, output, new byte[options.Garbage > 0 ? ChunkSize : 0], random.NextBytes);
    }

    private static void Stream(long length, Output output, byte[] chunk, Action<byte[]> refill)
    {
        for (var left = length; left > 0; left -= chunk.Length)
        {
            refill(chunk);
            output.Write(chunk.AsSpan(..(int)Math.Min(left, chunk.Length)));
        }

        if (length > 0)
        {
            output.Write("\n"u8);
        }
    }
}
