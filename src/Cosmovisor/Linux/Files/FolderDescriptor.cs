using System.Text;

namespace Cosmovisor.Linux;

/// <summary>
/// An open folder below which files are opened: no link on the way is followed, whatever is exchanged meanwhile, so none leads out of it.
/// Linux only.
/// </summary>
internal sealed unsafe class FolderDescriptor(FileDescriptor folder, string path) : IDisposable
{
    private const int OpenAt2 = 437; // the same on every architecture, since Linux 5.6
    private const ulong NoSymlinks = 4; // RESOLVE_NO_SYMLINKS
    private const ulong Beneath = 8; // RESOLVE_BENEATH
    private const int PathOnly = 0x200000; // O_PATH

    public int Number => folder.Number;

    /// <summary>A path to the open folder itself, whatever its name stands for by now.</summary>
    public string Path => $"/proc/self/fd/{folder.Number}";

    public FileFacts Facts => FileFacts.OfOpen(folder.Number, path);

    /// <exception cref="IOException">It is not a folder, or a link to one.</exception>
    public static FolderDescriptor Open(string path)
    {
        var open = FileDescriptor.OpenNoLink(path);

        if (FileFacts.OfOpen(open.Number, path).Kind == FileKind.Folder)
        {
            return new FolderDescriptor(open, path);
        }

        open.Dispose();
        throw new IOException($"{path} is not a folder");
    }

    /// <summary>Opens a file or folder below for reading, and waits for no fifo.</summary>
    /// <param name="below">Its path from here.</param>
    /// <returns>Null when it is gone, or not to be had without following a link.</returns>
    public FileDescriptor? TryOpen(string below)
    {
        var flags = OpenFlags.CloseOnExec | OpenFlags.NoFollow | OpenFlags.NonBlocking;
        var how = stackalloc ulong[3] { (ulong)flags, 0, NoSymlinks | Beneath };

        fixed (byte* name = Encoding.UTF8.GetBytes(below + '\0'))
        {
            var number = (int)Libc.Syscall(OpenAt2, folder.Number, (nint)name, (nint)how, 3 * sizeof(ulong), 0);

            // An older kernel, or a container that knows no such call.
            return number >= 0 ? new FileDescriptor(number)
                : Errno.Last == Errno.ENOSYS || Errno.Last == Errno.EPERM ? StepByStep(below, flags)
                : null;
        }
    }

    public void Dispose() => folder.Dispose();

    private FileDescriptor? StepByStep(string below, int flags)
    {
        string[] names = below.Split('/');
        var at = new FileDescriptor(Libc.OpenAt(folder.Number, ".", OpenFlags.CloseOnExec | PathOnly, 0));

        for (var step = 0; step < names.Length && at.Number >= 0; step++)
        {
            var next = new FileDescriptor(Libc.OpenAt(
                at.Number, names[step], step < names.Length - 1 ? OpenFlags.CloseOnExec | OpenFlags.NoFollow | PathOnly : flags, 0));
            at.Dispose();
            at = next;
        }

        return at.Number >= 0 ? at : null;
    }
}
