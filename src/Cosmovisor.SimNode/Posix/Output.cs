using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.SimNode.Posix;

/// <summary>Standard output or error as a file descriptor: every write is a write(2), at once, byte for byte.</summary>
/// <remarks>Not a FileStream: on a redirected file that one writes at offsets of its own, over what the other stream wrote.</remarks>
internal sealed class Output(int file)
{
    // One for both streams: two threads must not cut each other's lines where both lead to one terminal.
    private static readonly Lock Turn = new();

    public static Output Standard { get; } = new(1);

    public static Output Error { get; } = new(2);

    public void Line(string text) => Write(Encoding.UTF8.GetBytes(text + "\n"));

    public unsafe void Write(ReadOnlySpan<byte> bytes)
    {
        lock (Turn)
        {
            while (!bytes.IsEmpty)
            {
                fixed (byte* start = bytes)
                {
                    var written = Libc.Write(file, start, bytes.Length);
                    bytes = written >= 0 ? bytes[(int)written..] : AfterTrouble(bytes);
                }
            }
        }
    }

    private static ReadOnlySpan<byte> AfterTrouble(ReadOnlySpan<byte> rest)
    {
        switch (Marshal.GetLastPInvokeError())
        {
            case Libc.BrokenPipe:
                // The runtime ignores SIGPIPE; a Go program that writes to a closed stdout dies of it.
                Libc.DieOf(SignalNumber.Pipe);
                return [];
            case Libc.Interrupted:
                return rest;
            default:
                return [];
        }
    }
}
