using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>
/// Extended attributes of files, POSIX access lists among them (they are the attributes system.posix_acl_access and …_default). Links are
/// not followed.
/// </summary>
internal static unsafe partial class ExtendedAttributes
{
    private const int Longest = 64 * 1024; // XATTR_SIZE_MAX and XATTR_LIST_MAX
    private const string AccessLists = "system.posix_acl_";

    /// <summary>
    /// Gives <paramref name="to"/> those of <paramref name="from"/>, and takes the access lists away that it got from the folder it was
    /// made in.
    /// </summary>
    /// <returns>Whether anything had to be done, and what could not be, in words; null when all was.</returns>
    public static (bool Changed, string? Trouble) Match(in MetadataTarget from, in MetadataTarget to)
    {
        var (wanted, trouble) = Names(from);
        var (there, _) = Names(to);
        var changed = wanted.Length > 0;

        foreach (var name in there)
        {
            if (name.StartsWith(AccessLists, StringComparison.Ordinal) && !wanted.Contains(name))
            {
                changed = true;
                trouble ??= Remove(to, name);
            }
        }

        foreach (var name in wanted)
        {
            trouble ??= CopyOne(from, to, name);
        }

        return (changed, trouble);
    }

    private static (string[] Names, string? Trouble) Names(in MetadataTarget file)
    {
        // Nearly every file has none, and a file system without any says so.
        if (List(file, null, 0) <= 0)
        {
            return ([], null);
        }

        var names = new byte[Longest];

        fixed (byte* start = names)
        {
            // Latin-1 keeps every byte: the kernel asks of a name only that it has an end.
            return List(file, start, Longest) is >= 0 and var length
                ? (Encoding.Latin1.GetString(names, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries), null)
                : ([], $"its extended attributes: {Errno.LastText}");
        }
    }

    private static string? CopyOne(in MetadataTarget from, in MetadataTarget to, string name)
    {
        var value = new byte[Longest];

        fixed (byte* key = Encoding.Latin1.GetBytes(name + '\0'), start = value)
        {
            var length = from.IsOpen ? GetOpen(from.Descriptor, key, start, Longest) : Get(from.Path, key, start, Longest);

            return length < 0 || (to.IsOpen
                ? SetOpen(to.Descriptor, key, start, (nuint)length, 0) : Set(to.Path, key, start, (nuint)length, 0)) != 0
                ? $"its extended attribute {name}: {Errno.LastText}"
                : null;
        }
    }

    private static string? Remove(in MetadataTarget file, string name)
    {
        fixed (byte* key = Encoding.Latin1.GetBytes(name + '\0'))
        {
            return (file.IsOpen ? RemoveOpen(file.Descriptor, key) : Remove(file.Path, key)) == 0 ? null
                : $"an end of the access list {name} that its folder gave it: {Errno.LastText}";
        }
    }

    private static nint List(in MetadataTarget file, byte* names, nuint size) => file.IsOpen ? ListOpen(file.Descriptor, names, size)
        : List(file.Path, names, size);

    [LibraryImport("libc", EntryPoint = "llistxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint List(string path, byte* names, nuint size);

    [LibraryImport("libc", EntryPoint = "flistxattr", SetLastError = true)]
    private static partial nint ListOpen(int fd, byte* names, nuint size);

    [LibraryImport("libc", EntryPoint = "lgetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string path, byte* name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "fgetxattr", SetLastError = true)]
    private static partial nint GetOpen(int fd, byte* name, byte* value, nuint size);

    [LibraryImport("libc", EntryPoint = "lsetxattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string path, byte* name, byte* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "fsetxattr", SetLastError = true)]
    private static partial int SetOpen(int fd, byte* name, byte* value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "lremovexattr", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Remove(string path, byte* name);

    [LibraryImport("libc", EntryPoint = "fremovexattr", SetLastError = true)]
    private static partial int RemoveOpen(int fd, byte* name);
}
