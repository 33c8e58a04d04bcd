using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>
/// Removes a folder with all that is in it, from descriptor to descriptor: a folder that is exchanged for a link meanwhile leads nowhere.
/// Linux only.
/// </summary>
internal static unsafe partial class TreeRemoval
{
    private const int Folder = 0x200; // AT_REMOVEDIR
    private const int NameAt = 19; // of d_name in struct dirent, on 64 bits
    private const int OwnerAll = 0x1c0; // 0700
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC

    /// <summary>What is gone already is not an error: another process may be at the same.</summary>
    public static void Remove(string root)
    {
        try
        {
            using var parent = FileDescriptor.Open(Path.GetDirectoryName(root) ?? "/");
            Remove(parent.Number, Encoding.UTF8.GetBytes(Path.GetFileName(root) + '\0'), root);
        }
        catch (FileNotFoundException)
        {
            return;
        }
    }

    private static void Remove(int parent, byte[] name, string path)
    {
        fixed (byte* text = name)
        {
            if (UnlinkAt(parent, text, 0) == 0 || Errno.Last == Errno.ENOENT)
            {
                return;
            }

            // A folder, as Linux and as POSIX tell it.
            if (Errno.Last is not (Errno.EISDIR or Errno.EPERM))
            {
                throw Trouble("remove", path);
            }

            using (var folder = Open(parent, text, path))
            {
                if (folder is null)
                {
                    return;
                }

                foreach (var entry in Names(folder.Number, path))
                {
                    Remove(folder.Number, entry, Path.Join(path, Encoding.UTF8.GetString(entry.AsSpan(..^1))));
                }
            }

            if (UnlinkAt(parent, text, Folder) != 0 && Errno.Last != Errno.ENOENT)
            {
                throw Trouble("remove", path);
            }
        }
    }

    private static FileDescriptor? Open(int parent, byte* name, string path)
    {
        var fd = OpenAt(parent, name, OpenFlags.NoFollow | OpenFlags.Folder | OpenFlags.CloseOnExec);

        if (fd < 0 && Errno.Last == Errno.EACCES && ChangeModeAt(parent, name, OwnerAll, 0) == 0)
        {
            fd = OpenAt(parent, name, OpenFlags.NoFollow | OpenFlags.Folder | OpenFlags.CloseOnExec);
        }

        if (fd < 0)
        {
            return Errno.Last == Errno.ENOENT ? null : throw Trouble("remove", path);
        }

        var folder = new FileDescriptor(fd);

        // A folder that forbids it, too.
        if ((FileFacts.OfOpen(fd, path).Mode & OwnerAll) != OwnerAll)
        {
            _ = ChangeMode(fd, OwnerAll);
        }

        return folder;
    }

    // All of them first, as the kernel has them: one that is not text is removed as well.
    private static List<byte[]> Names(int folder, string path)
    {
        var copy = Libc.Fcntl(folder, DuplicateCloseOnExec, 0);
        var stream = copy < 0 ? 0 : OpenFolder(copy);

        if (stream == 0)
        {
            throw Trouble("list", path);
        }

        var names = new List<byte[]>();

        while (ReadFolder(stream) is var entry && entry != null)
        {
            var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameAt);

            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                names.Add([.. name, 0]);
            }
        }

        _ = CloseFolder(stream);
        return names;
    }

    private static IOException Trouble(string what, string path) => new($"cannot {what} {path}: {Errno.LastText}");

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int UnlinkAt(int folder, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int folder, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "fchmodat", SetLastError = true)]
    private static partial int ChangeModeAt(int folder, byte* name, uint mode, int flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeMode(int fd, uint mode);

    [LibraryImport("libc", EntryPoint = "fdopendir", SetLastError = true)]
    private static partial nint OpenFolder(int fd);

    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    private static partial byte* ReadFolder(nint stream);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseFolder(nint stream);
}
