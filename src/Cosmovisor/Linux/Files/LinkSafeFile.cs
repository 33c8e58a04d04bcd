namespace Cosmovisor.Linux;

/// <summary>
/// Opens a file of ours. For root no link at its place is followed that another user could have put there: it may lead to any file of
/// root's.
/// </summary>
internal static class LinkSafeFile
{
    /// <returns>As open(2) has it: below 0 with errno.</returns>
    public static int Open(string path, int flags, int mode)
    {
        if (!Privileges.AreRoots)
        {
            return Libc.Open(path, flags, mode);
        }

        var fd = Libc.Open(path, flags | OpenFlags.NoFollow, mode);

        // A link of root's own is what an operator has put there: a log that is kept on another disk.
        return fd < 0
            && Errno.Last == Errno.ELOOP
            && FileFacts.IfReadable(path) is { Kind: FileKind.Symlink, User: 0 }
            && TargetOf(path) is { } target
            ? Libc.Open(target, flags | OpenFlags.NoFollow, mode)
            : fd;
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return LinkText.Of(path) is { } text ? Path.GetFullPath(text, Path.GetDirectoryName(path)!) : null;
        }
        catch (IOException)
        {
            return null; // exchanged between the two looks
        }
    }
}
