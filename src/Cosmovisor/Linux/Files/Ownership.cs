using System.Runtime.InteropServices;

namespace Cosmovisor.Linux;

/// <summary>
/// What root makes among a node's files belongs to whom the folder belongs: the node, which runs as another user, must be able to go on
/// with it.
/// </summary>
internal static partial class Ownership
{
    private const int PathOnly = 0x200000; // O_PATH
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint Root = 0;

    /// <summary>
    /// Gives <paramref name="made"/>, a file, folder or link that we have just made, to the owner of the folder it stands in. Does nothing
    /// but for root on Linux.
    /// </summary>
    /// <remarks>A system that refuses it is left to be: what we made is there, and only another user will miss a right to it.</remarks>
    public static void Gets(string made)
    {
        if (!OperatingSystem.IsLinux()
            || !Environment.IsPrivilegedProcess
            || FileFacts.OfTarget(Path.GetDirectoryName(made)!) is not { } folder
            || folder.User == Root)
        {
            return;
        }

        // By one descriptor from the look to the gift: the owner of the folder may have put a name of another file of root's there.
        var fd = Libc.Open(made, PathOnly | OpenFlags.NoFollow | OpenFlags.CloseOnExec, 0);

        if (fd < 0)
        {
            return;
        }

        using var open = new FileDescriptor(fd);
        var facts = FileFacts.OfOpen(fd, made);

        if (facts.User == Root && (facts.Kind == FileKind.Folder || facts.Links == 1))
        {
            _ = ChownAt(fd, "", folder.User, folder.Group, EmptyPath);
        }
    }

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChownAt(int folder, string path, uint user, uint group, int flags);
}
