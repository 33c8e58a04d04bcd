using System.Text;

namespace Cosmovisor.Staging;

/// <summary>A file to look into here and there, without reading it whole.</summary>
internal interface IFileBytes
{
    long Length { get; }

    /// <summary>Fills <paramref name="into"/> from <paramref name="offset"/>; false when the file does not reach that far.</summary>
    bool Read(long offset, Span<byte> into);
}

internal static class FileBytes
{
    /// <summary>The text at an offset up to the first zero byte; empty when there is none.</summary>
    public static string Text(this IFileBytes file, long offset, int longest)
    {
        if (offset < 0 || offset >= file.Length)
        {
            return "";
        }

        var bytes = new byte[(int)Math.Min(longest, file.Length - offset)];
        var end = file.Read(offset, bytes) ? bytes.AsSpan().IndexOf((byte)0) : 0;

        return Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end);
    }
}
