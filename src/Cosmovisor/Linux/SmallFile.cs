using System.Text;

namespace Cosmovisor.Linux;

/// <summary>Reads files that are small by nature (plans, settings, keys), whatever lies in their place: never waits at a pipe, and never takes more than such a file holds.</summary>
internal static class SmallFile
{
    /// <summary>In bytes; a larger one is none of these.</summary>
    public const int Largest = 1024 * 1024;

    /// <returns>All of it, or why not, to be put behind its name: "is not there".</returns>
    public static Parsed<byte[]> Read(string path)
    {
        try
        {
            if (!RegularFile.IsAt(path))
            {
                return Parsed.Invalid<byte[]>(FileCalls.IsThere(path) ? "is no regular file" : "is not there");
            }

            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var size = RandomAccess.GetLength(file);

            if (size > Largest)
            {
                return Parsed.Invalid<byte[]>($"has {size} bytes, and such a file at most {Largest}");
            }

            var bytes = new byte[size];
            var read = RandomAccess.Read(file, bytes, 0);
            return Parsed.Ok(bytes[..read]);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return Parsed.Invalid<byte[]>($"cannot be read: {ex.Message.TrimEnd('.')}");
        }
    }

    /// <summary>As text: UTF-8, or what its mark says.</summary>
    public static Parsed<string> ReadText(string path) => Read(path).Then(bytes =>
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return Parsed.Ok(reader.ReadToEnd());
    });
}
