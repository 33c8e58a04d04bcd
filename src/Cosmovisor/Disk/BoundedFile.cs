using System.Text;
using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>
/// Reads files that are small by nature (plans, settings, keys), whatever lies in their place: never waits at a pipe, and never takes more
/// than such a file holds.
/// </summary>
internal static class BoundedFile
{
    /// <summary>In bytes; a larger one is none of these.</summary>
    public const int Largest = 1024 * 1024;

    /// <returns>All of it, or why not, to be put behind its name: "is not there".</returns>
    public static Parsed<byte[]> Read(string path)
    {
        if (!BookFile.OpenToRead(path).IsOk(out var open, out var why))
        {
            return Parsed.Invalid<byte[]>(RegularFile.IsAt(path) || !FileCalls.IsThere(path) ? why : "is not a regular file");
        }

        using var file = open;

        try
        {
            var size = FileFacts.OfOpen(file.Number, path).Size;

            if (size > Largest)
            {
                return Parsed.Invalid<byte[]>($"has {size} bytes, and such a file at most {Largest}");
            }

            var bytes = new byte[size];
            return BookFile.ReadAt(file, bytes, 0) is >= 0 and var count ? Parsed.Ok(bytes[..count])
                : Parsed.Invalid<byte[]>($"cannot be read: {Errno.LastText}");
        }
        catch (IOException ex)
        {
            return Parsed.Invalid<byte[]>($"cannot be read: {ex.Message.TrimEnd('.')}");
        }
    }

    /// <summary>The first bytes of a regular file of any size; none where there is no such file, or we may not read it.</summary>
    public static byte[] Head(string path, int count)
    {
        try
        {
            if (!RegularFile.IsAt(path))
            {
                return [];
            }

            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[count];
            return bytes[..RandomAccess.Read(file, bytes, 0)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>As text: UTF-8, or what its mark says.</summary>
    public static Parsed<string> ReadText(string path) => Read(path).Then(bytes =>
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return Parsed.Ok(reader.ReadToEnd());
    });
}
