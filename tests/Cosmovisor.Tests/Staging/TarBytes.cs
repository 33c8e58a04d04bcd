using System.Text;

namespace Cosmovisor.Tests.Staging;

/// <summary>Writes tars byte by byte, the ones no tool would write among them (POSIX ustar).</summary>
internal sealed class TarBytes
{
    private const int Block = 512;

    private readonly List<byte> _bytes = [];

    /// <summary>One entry.</summary>
    /// <param name="name">Its name as bytes, because some are no text.</param>
    /// <param name="type">'0' file, '1' hard link, '2' symlink, '3' device, '5' folder, '6' pipe.</param>
    /// <param name="content">Of a file.</param>
    /// <param name="link">Of a link.</param>
    /// <param name="mode">Permission bits.</param>
    public TarBytes Add(byte[] name, char type, byte[] content, string link = "", int mode = 0x1ed) =>
        Add(name, type, content, content.Length, link, mode);

    /// <summary>A file whose header speaks of more than there is.</summary>
    public TarBytes Claim(string name, int size) => Add(Encoding.UTF8.GetBytes(name), '0', [], size, "", 0x1ed);

    private TarBytes Add(byte[] name, char type, byte[] content, int size, string link, int mode)
    {
        var header = new byte[Block];
        name.CopyTo(header, 0);
        Put(header, 100, Octal(mode, 7));
        Put(header, 108, Octal(0, 7));
        Put(header, 116, Octal(0, 7));
        Put(header, 124, Octal(size, 11));
        Put(header, 136, Octal(0, 11));
        header[156] = (byte)type;
        Put(header, 157, link);
        Put(header, 257, "ustar\0" + "00");
        header.AsSpan(148, 8).Fill((byte)' ');
        Put(header, 148, Octal(header.Sum(b => b), 6) + "\0 ");
        _bytes.AddRange(header);
        _bytes.AddRange(content);
        _bytes.AddRange(new byte[(Block - (content.Length % Block)) % Block]);
        return this;
    }

    public TarBytes File(string name, byte[]? content = null, int mode = 0x1ed) =>
        Add(Encoding.UTF8.GetBytes(name), '0', content ?? Samples.Script, mode: mode);

    public TarBytes Folder(string name) => Add(Encoding.UTF8.GetBytes(name), '5', []);

    public TarBytes Link(string name, string target) => Add(Encoding.UTF8.GetBytes(name), '2', [], target);

    public TarBytes HardLink(string name, string target) => Add(Encoding.UTF8.GetBytes(name), '1', [], target);

    public byte[] ToArray() => [.. _bytes, .. new byte[2 * Block]];

    private static string Octal(int value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');

    private static void Put(byte[] header, int at, string text) => Encoding.UTF8.GetBytes(text).CopyTo(header, at);
}
