namespace Cosmovisor.Linux;

/// <summary>An open file by its number, closed when disposed.</summary>
internal sealed unsafe class FileDescriptor(int number) : IDisposable
{
    private int _number = number;

    public int Number => _number;

    /// <summary>Opens a file or folder for reading.</summary>
    public static FileDescriptor Open(string path) => Checked(path, Libc.Open(path, OpenFlags.CloseOnExec, 0));

    /// <summary>The same, and nothing but a file or folder of that very name: no link.</summary>
    public static FileDescriptor OpenNoLink(string path) =>
        Checked(path, Libc.Open(path, OpenFlags.CloseOnExec | OpenFlags.NoFollow | OpenFlags.NonBlocking, 0));

    /// <summary>The same, and only if it is what was found there: a name may lead elsewhere by now.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="found">What was found.</param>
    public static FileDescriptor OpenFound(string path, in FileFacts found)
    {
        var open = OpenNoLink(path);
        var facts = FileFacts.OfOpen(open.Number, path);

        if ((facts.Device, facts.Inode, facts.Kind) == (found.Device, found.Inode, found.Kind))
        {
            return open;
        }

        open.Dispose();
        throw new IOException($"{path} is another file than it was a moment ago: it was exchanged");
    }

    /// <summary>Makes a new file, for reading and writing.</summary>
    public static FileDescriptor Create(string path, int mode) =>
        Checked(path, Libc.Open(path, OpenFlags.CloseOnExec | OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, mode));

    /// <summary>Opens a file that is there for writing at its end.</summary>
    public static FileDescriptor OpenToAppend(string path) =>
        Checked(path, Libc.Open(path, OpenFlags.CloseOnExec | OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.NoFollow, 0));

    /// <summary>Opens a file for reading and writing, empty if it was not there.</summary>
    public static FileDescriptor OpenOrCreate(string path, int mode) =>
        Checked(path, LinkSafeFile.Open(path, OpenFlags.CloseOnExec | OpenFlags.ReadWrite | OpenFlags.Create, mode));

    public static void Close(int number) => _ = Libc.Close(number);

    /// <returns>How many bytes were read; 0 at the end, -1 and errno on a failure.</returns>
    public static int Read(int number, Span<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return (int)Libc.Read(number, start, (nuint)bytes.Length);
        }
    }

    /// <summary>In one call: what lies between two could be another's.</summary>
    /// <returns>How many bytes were written, maybe not all; -1 and errno on a failure.</returns>
    public static int Write(int number, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return (int)Libc.Write(number, start, (nuint)bytes.Length);
        }
    }

    /// <summary>Hands the number to somebody else, who closes it.</summary>
    public int Release() => Interlocked.Exchange(ref _number, -1);

    public void Dispose()
    {
        var number = Interlocked.Exchange(ref _number, -1);
        _ = number >= 0 ? Libc.Close(number) : 0;
    }

    private static FileDescriptor Checked(string path, int number) =>
        number >= 0 ? new FileDescriptor(number)
        : Errno.Last == Errno.ENOENT ? throw new FileNotFoundException($"{path} is not there", path)
        : throw new IOException($"cannot open {path}: {Errno.LastText}");
}
