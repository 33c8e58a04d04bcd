using SharpCompress.Compressors.Xz;

namespace Cosmovisor.Staging;

/// <summary>Unpacks an xz file, which may have several streams one after the other, with zeros between; SharpCompress reads one.</summary>
/// <param name="packed">A stream that knows its position; taken over.</param>
internal sealed class XzFileStream(Stream packed) : ForwardStream
{
    /// <summary>
    /// xz -9 asks for 64 MiB. More than this would not fit into the memory of the process that unpacks, and would fail half-way.
    /// </summary>
    private const long LargestDictionary = 128L << 20;

    private XZStream _stream = new(packed);

    /// <summary>Looks through the file before it is read: the decoder makes room for whatever a block's header asks for.</summary>
    /// <exception cref="RefusedException">It asks for too much, or is no whole xz file.</exception>
    public static void RefuseHugeDictionaries(string path)
    {
        using var file = new FileOnDisk(path);

        if (!XzDictionaries.Largest(new BufferedFileBytes(file)).IsOk(out var largest, out var reason))
        {
            throw new RefusedException($"the archive is damaged or of a kind that cannot be read: {reason}");
        }

        if (largest > LargestDictionary)
        {
            throw new RefusedException(
                $"the archive needs {largest >> 20} MiB of memory to be unpacked (its xz dictionary), and the limit is {LargestDictionary >> 20}. Pack it with xz -9 or less");
        }
    }

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var count = _stream.Read(buffer);

            if (count > 0 || buffer.IsEmpty || !MovesToNext())
            {
                return count;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
            packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool MovesToNext()
    {
        int padding;

        do
        {
            padding = packed.ReadByte();
        }
        while (padding == 0);

        if (padding < 0)
        {
            return false;
        }

        packed.Position--;
        _stream = new XZStream(packed);
        return true;
    }
}
