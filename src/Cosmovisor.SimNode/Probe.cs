using System.Globalization;
using Cosmovisor.SimNode.Posix;

namespace Cosmovisor.SimNode;

/// <summary>Commands no node has, by which a test looks at what its supervisor passed on.</summary>
internal static class Probe
{
    /// <summary>stdin to stdout, byte for byte, as it comes.</summary>
    public static unsafe int Cat()
    {
        var buffer = new byte[64 * 1024];

        fixed (byte* start = buffer)
        {
            nint read;

            while ((read = Libc.Read(0, start, buffer.Length)) > 0)
            {
                Output.Standard.Write(buffer.AsSpan(..(int)read));
            }

            return read == 0 ? 0 : 1;
        }
    }

    public static int Kill(string? signal)
    {
        if (SignalNumber.Parse(signal ?? "") is not { } number)
        {
            return Commands.Fail($"simnode: kill wants a signal, got \"{signal}\"", 64);
        }

        Libc.DieOf(number);
        return 1;
    }

    public static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
