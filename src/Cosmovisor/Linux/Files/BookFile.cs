namespace Cosmovisor.Linux;

/// <summary>
/// Opens the files we keep (lock, history, log), whatever lies in their place: it never waits at a pipe, never makes a terminal ours, and
/// takes nothing but a regular file.
/// </summary>
internal static class BookFile
{
    private static int Careful => OpenFlags.CloseOnExec | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal;

    /// <summary>For reading and writing; made if it is not there.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="mode">When it is made.</param>
    /// <param name="followLinks">Whether an operator may keep it elsewhere, and put a link in its place.</param>
    /// <returns>It, or why not, to be put behind "it": "is a pipe; expected a regular file".</returns>
    public static Parsed<FileDescriptor> OpenOrCreate(string path, int mode, bool followLinks) =>
        Open(path, OpenFlags.ReadWrite | OpenFlags.Create, mode, followLinks);

    /// <summary>
    /// For adding to its end, together with whoever else does; made if it is not there. An operator may keep it elsewhere, and put a link
    /// in its place.
    /// </summary>
    public static Parsed<FileDescriptor> OpenToAppend(string path, int mode) =>
        Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Append, mode, followLinks: true);

    /// <summary>For reading.</summary>
    public static Parsed<FileDescriptor> OpenToRead(string path, bool followLinks = true) => Open(path, 0, 0, followLinks);

    /// <summary>Its first bytes; null when there is no such regular file, or it cannot be read.</summary>
    public static byte[]? Head(string path, int length)
    {
        if (!OpenToRead(path).IsOk(out var file, out _))
        {
            return null;
        }

        using (file)
        {
            var bytes = new byte[length];
            return ReadAt(file, bytes, 0) is >= 0 and var count ? bytes[..count] : null;
        }
    }

    /// <returns>How many bytes were there, up to all that were asked for; -1 and errno when it cannot be read.</returns>
    public static int ReadAt(FileDescriptor file, Span<byte> bytes, long offset)
    {
        var read = 0;

        while (read < bytes.Length)
        {
            var count = CloneCalls.ReadAt(file.Number, bytes[read..], offset + read);

            if (count == 0)
            {
                break;
            }

            if (count < 0 && Errno.Last != Errno.EINTR)
            {
                return -1;
            }

            read += Math.Max(0, count);
        }

        return read;
    }

    private static Parsed<FileDescriptor> Open(string path, int flags, int mode, bool followLinks)
    {
        // A device may act when it is opened: looked at before, and once more when it is open.
        if (FileFacts.OfTarget(path) is { Kind: not FileKind.File } odd)
        {
            return Parsed.Invalid<FileDescriptor>($"is {Named(odd.Kind)}; expected a regular file");
        }

        var fd = !followLinks ? Libc.Open(path, flags | Careful | OpenFlags.NoFollow, mode)
            : (flags & OpenFlags.Create) != 0 ? LinkSafeFile.Open(path, flags | Careful, mode)
            : Libc.Open(path, flags | Careful, mode);

        if (fd < 0)
        {
            return Parsed.Invalid<FileDescriptor>(
                Errno.Last == Errno.ELOOP ? "is a link; expected a regular file"
                : Errno.Last == Errno.ENOENT ? (flags & OpenFlags.Create) == 0 ? "is not there" : $"cannot be made: {Errno.LastText}"
                : $"cannot be opened: {Errno.LastText}");
        }

        if (WhatIsWrongWith(fd, path) is { } wrong)
        {
            _ = Libc.Close(fd);
            return Parsed.Invalid<FileDescriptor>(wrong);
        }

#pragma warning disable CA2000 // Dispose objects before losing scope: whoever asked has it, in the answer
        return Parsed.Ok(new FileDescriptor(fd));
#pragma warning restore CA2000
    }

    private static string? WhatIsWrongWith(int fd, string path)
    {
        try
        {
            return FileFacts.OfOpen(fd, path).Kind is not FileKind.File and var kind ? $"is {Named(kind)}; expected a regular file" : null;
        }
        catch (IOException ex)
        {
            return $"cannot be looked at: {ex.Message}";
        }
    }

    private static string Named(FileKind kind) => kind switch
    {
        FileKind.Folder => "a folder",
        FileKind.Fifo => "a pipe",
        FileKind.Socket => "a socket",
        FileKind.Symlink => "a link",
        _ => "a device",
    };
}
