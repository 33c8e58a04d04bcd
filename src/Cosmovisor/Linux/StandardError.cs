using System.Text;

namespace Cosmovisor.Linux;

/// <summary>Our words on standard error, without System.Console: its start-up costs more than ours.</summary>
internal static unsafe class StandardError
{
    public static void Write(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        fixed (byte* start = bytes)
        {
            // One call, so that lines of two programs do not mix. Nobody is left to be told when it fails.
            _ = Libc.Write(2, start, (nuint)bytes.Length);
        }
    }
}
