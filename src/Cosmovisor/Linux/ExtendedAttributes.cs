using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>Extended attributes of files, POSIX access lists among them (they are the attribute system.posix_acl_access).</summary>
internal static unsafe partial class ExtendedAttributes
{
    private const int Longest = 64 * 1024; // XATTR_SIZE_MAX and XATTR_LIST_MAX

    /// <returns>What could not be given, in words; null when all was.</returns>
    public static string? Copy(string from, string to)
    {
        var length = List(from, null, 0);

        // Nearly every file has none, and a file system without any says so.
        if (length <= 0)
        {
            return null;
        }

        var names = new byte[Longest];

        fixed (byte* start = names)
        {
            length = List(from, start, Longest);
        }

        if (length < 0)
        {
            return $"its extended attributes: {Errno.LastText}";
        }

        string? trouble = null;

        foreach (var name in Encoding.UTF8.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            trouble ??= CopyOne(from, to, name);
        }

        return trouble;
    }

    private static string? CopyOne(string from, string to, string name)
    {
        var value = new byte[Longest];

        fixed (byte* start = value)
        {
            var length = Get(from, name, start, Longest);

            if (length < 0 || Set(to, name, start, (nuint)length, 0) != 0)
            {
                return $"its extended attribute {name}: {Errno.LastText}";
            }
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "llistxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint List(string path, byte* names, nuint size);

    [LibraryImport("libc", EntryPoint = "lgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string path, string name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "lsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string path, string name, byte* value, nuint size, int flags);
}
