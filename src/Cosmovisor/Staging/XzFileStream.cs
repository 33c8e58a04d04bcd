using SharpCompress.Compressors.Xz;

namespace Cosmovisor.Staging;

/// <summary>Unpacks an xz file, which may have several streams one after the other, with zeros between; SharpCompress reads one.</summary>
/// <param name="packed">A stream that knows its position; taken over.</param>
internal sealed class XzFileStream(Stream packed) : ForwardStream
{
    private XZStream _stream = new(packed);

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
