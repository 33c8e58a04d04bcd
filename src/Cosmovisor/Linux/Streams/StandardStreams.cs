namespace Cosmovisor.Linux;

/// <summary>Standard input and output as bytes, without System.Console: its start-up costs more than ours.</summary>
internal static unsafe class StandardStreams
{
    /// <summary>Reads standard input to its end.</summary>
    /// <param name="longest">More is refused.</param>
    /// <exception cref="RefusedException">It cannot be read, or holds more.</exception>
    public static byte[] ReadInput(int longest)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];

        while (true)
        {
            nint count;

            fixed (byte* start = buffer)
            {
                count = Libc.Read(0, start, (nuint)buffer.Length);
            }

            if (count == 0)
            {
                return all.ToArray();
            }

            if (count < 0 && Errno.Last != Errno.EINTR)
            {
                throw new RefusedException($"cannot read standard input: {Errno.LastText}");
            }

            all.Write(buffer, 0, (int)Math.Max(0, count));

            if (all.Length > longest)
            {
                throw new RefusedException($"standard input has more than {longest} bytes");
            }
        }
    }

    /// <summary>Writes all of it to standard output, however long its reader takes.</summary>
    /// <exception cref="RefusedException">Nobody reads it any more.</exception>
    public static void WriteOutput(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint count;

            fixed (byte* start = bytes)
            {
                count = Libc.Write(1, start, (nuint)bytes.Length);
            }

            if (count < 0 && Errno.Last != Errno.EINTR)
            {
                throw new RefusedException($"cannot write to standard output: {Errno.LastText}");
            }

            bytes = bytes[(int)Math.Max(0, count)..];
        }
    }
}
