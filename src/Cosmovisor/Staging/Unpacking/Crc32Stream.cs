namespace Cosmovisor.Staging;

/// <summary>
/// Reads a zip's entry and compares its checksum at the end, which <see cref="System.IO.Compression.ZipArchive"/> does not.
/// </summary>
internal sealed class Crc32Stream(Stream content, uint expected, string name) : ForwardStream
{
    private static readonly uint[] Table = MakeTable();

    private uint _crc = uint.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var count = content.Read(buffer);

        foreach (var b in buffer[..count])
        {
            _crc = Table[(byte)(_crc ^ b)] ^ (_crc >> 8);
        }

        return count > 0 || buffer.IsEmpty || ~_crc == expected
            ? count
            : throw new InvalidDataException($"the checksum of its entry {ForeignText.Quote(name)} does not fit");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];

        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;

            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xedb88320 : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
