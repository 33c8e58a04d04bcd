using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>What .NET's file classes cannot do: rename over a link, flush a folder, ask whether *we* may execute.</summary>
internal static partial class FileCalls
{
    private const int Exists = 0; // F_OK
    private const int Execute = 1; // X_OK
    private const int Write = 2; // W_OK
    private const int InvalidArgument = 22; // EINVAL

    // rename(2), because File.Move refuses a symlink whose target is a folder, and Directory.Move refuses an existing target.
    public static void Rename(string from, string to)
    {
        if (RenameC(from, to) != 0)
        {
            throw new IOException($"cannot rename {from} to {to}: {Errno.LastText}");
        }
    }

    /// <summary>The same for who goes on without it.</summary>
    public static bool TryRename(string from, string to) => RenameC(from, to) == 0;

    /// <summary>Makes a rename, a new entry or a removal in <paramref name="folder"/> survive a power cut.</summary>
    public static void SyncFolder(string folder) => Sync(folder);

    /// <summary>Makes the content of <paramref name="file"/> survive a power cut.</summary>
    public static void SyncFile(string file) => Sync(file);

    /// <summary>
    /// Whether there is something at <paramref name="path"/>, links followed: File.Exists says yes to a link that leads nowhere.
    /// </summary>
    public static bool IsThere(string path) => AccessC(path, Exists) == 0;

    /// <summary>Whether the running user may execute <paramref name="path"/>, links followed (access(2)).</summary>
    public static bool IsExecutableByUs(string path) => AccessC(path, Execute) == 0;

    /// <summary>Whether the running user may do with <paramref name="path"/> what the bits of access(2) say, links followed.</summary>
    public static bool MayAccess(string path, int how) => AccessC(path, how) == 0;

    /// <summary>Whether the running user may write to <paramref name="path"/>, and its file system lets him (access(2)).</summary>
    public static bool IsWritableByUs(string path) => AccessC(path, Write) == 0;

    private static void Sync(string path)
    {
        var fd = Libc.Open(path, OpenFlags.CloseOnExec, 0);

        if (fd < 0)
        {
            throw new IOException($"cannot open {path} to flush it: {Errno.LastText}");
        }

        try
        {
            // Some network file systems answer EINVAL for a folder: they have nothing to flush there.
            if (FsyncC(fd) != 0 && Errno.Last != InvalidArgument)
            {
                throw new IOException($"cannot flush {path} to disk: {Errno.LastText}");
            }
        }
        finally
        {
            _ = Libc.Close(fd);
        }
    }

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameC(string from, string to);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FsyncC(int fd);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AccessC(string path, int mode);
}
