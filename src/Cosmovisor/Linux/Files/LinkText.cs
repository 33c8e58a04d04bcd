using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>What stands in a symlink, byte for byte.</summary>
internal static unsafe partial class LinkText
{
    private const int Longest = 4096; // PATH_MAX

    private static readonly UTF8Encoding OnlyText = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Null when it is not UTF-8: .NET would read, and write, another one.</returns>
    public static string? Of(string link)
    {
        var text = stackalloc byte[Longest];
        var length = ReadLink(link, text, Longest);

        if (length < 0)
        {
            throw new IOException($"cannot read the link {link}: {Errno.LastText}");
        }

        try
        {
            return OnlyText.GetString(text, (int)length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, byte* text, nuint size);
}
