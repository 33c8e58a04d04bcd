using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>Paths with every symlink on the way resolved.</summary>
internal static unsafe partial class RealPath
{
    private const int Longest = 4096; // PATH_MAX

    /// <summary>Of something that is there.</summary>
    public static string Of(string path)
    {
        var buffer = stackalloc byte[Longest];
        return RealPathC(path, buffer) != null
            ? Marshal.PtrToStringUTF8((nint)buffer)!
            : throw new IOException($"cannot find {path}: {Errno.LastText}");
    }

    /// <summary>Of something that may not be there yet: as far as it is, and the rest as written.</summary>
    public static string OfFuture(string path)
    {
        var full = Path.GetFullPath(path);
        return FileFacts.Of(full) is not null || Path.GetDirectoryName(full) is not { } parent
            ? Of(full)
            : Path.Join(OfFuture(parent), Path.GetFileName(full));
    }

    /// <summary>Whether both lead to one place, as far as we may look.</summary>
    public static bool AreSame(string one, string other)
    {
        try
        {
            return one == other || OfFuture(one) == OfFuture(other);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* RealPathC(string path, byte* resolved);
}
