using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>Writes a small file of ours so that it is there whole, on disk, or not at all.</summary>
internal static class AtomicFile
{
    /// <summary>As the SDK writes its plan files.</summary>
    public const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode OwnerWrites =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode NotForOthers = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private const int OthersWrite = 0x12; // 0022
    private const int Part = 256 * 1024;
    private const int Page = 16 * 1024; // most of our files are a line

    public static void Write(string path, IEnumerable<string> lines) => Write(path, lines, OwnerWrites);

    /// <summary>The same of what may hold a link with a token in it: not for everybody to read.</summary>
    public static void WritePrivate(string path, IEnumerable<string> lines, Flush flush = Flush.All) =>
        Write(path, lines, NotForOthers, flush);

    /// <summary>The same with a mode of its own.</summary>
    public static void Write(string path, IEnumerable<string> lines, UnixFileMode mode, Flush flush = Flush.All)
    {
        Prepare(path, lines, mode);
        Finish(path, flush);
    }

    /// <summary>
    /// For what is written often and missed by nobody: there whole or not at all, and not flushed. Whatever lies at either name is
    /// replaced, never opened.
    /// </summary>
    /// <returns>False where it could not be written; what was there is there.</returns>
    public static bool TryReplace(string path, ReadOnlySpan<byte> bytes)
    {
        var next = Prepared(path);

        try
        {
            File.Delete(next);

            using (var file = FileDescriptor.Create(next, (int)NotForOthers))
            {
                if (FileDescriptor.Write(file.Number, bytes) != bytes.Length)
                {
                    return Remove(next); // on a full disk it is in the way
                }
            }

            Ownership.Gets(next);
            return FileCalls.TryRename(next, path) || Remove(next);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The first half of writing one: all of it is there, under a name that nobody reads, and not on disk yet.</summary>
    public static void Prepare(string path, IEnumerable<string> lines) => Prepare(path, lines, OwnerWrites);

    private static void Prepare(string path, IEnumerable<string> lines, UnixFileMode mode)
    {
        Discard(path);

        try
        {
            Fill(Prepared(path), lines, mode);
            Ownership.Gets(Prepared(path));
        }
        catch (IOException)
        {
            Discard(path); // on a full disk it is in the way
            throw;
        }
    }

    /// <summary>The second half.</summary>
    public static void Finish(string path, Flush flush = Flush.All)
    {
        try
        {
            Show(Prepared(path), path, flush);
        }
        catch (IOException)
        {
            Discard(path);
            throw;
        }
    }

    /// <summary>Flushes what was written without: on disk when this returns. Does nothing where there is no such file.</summary>
    public static void FlushIfThere(string path)
    {
        if (FileCalls.IsThere(path))
        {
            FileCalls.SyncFile(path);
            FileCalls.SyncFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Takes back what was prepared, if anything was.</summary>
    public static void Discard(string path) => File.Delete(Prepared(path));

    /// <summary>Puts a copy of <paramref name="from"/> at <paramref name="to"/>, there whole or not at all.</summary>
    /// <param name="from">Read, and left as it is.</param>
    /// <param name="to">
    /// May be there already: its owner and mode stay, but for write bits of others, since its reader may be another user than we are. A
    /// link stays too: what it leads to is replaced.
    /// </param>
    public static void Copy(string from, string to)
    {
        if (!RegularFile.IsAt(from))
        {
            throw new IOException($"{from} is not a regular file"); // a pipe would be waited for
        }

        var (place, next) = (PlaceOf(to), NextOf(to));
        var marks = FileFacts.OfTarget(place) ?? FileFacts.OfTarget(from)!.Value;
        File.Copy(from, next, overwrite: true);
        FileMetadata.CarryRights(next, marks with { Mode = marks.Mode & ~OthersWrite });
        Show(next, place, Flush.All);
    }

    /// <summary>What <see cref="Copy"/> calls it before it is whole; there after a crash.</summary>
    public static string NextOf(string path) => PlaceOf(path) + ".next";

    // .NET takes a link that leads nowhere for a file; there the link itself is replaced.
    private static string PlaceOf(string path) => FileFacts.OfTarget(path) is null ? path : RealPath.Of(path);

    /// <summary>Whether both are there and hold the same bytes.</summary>
    public static bool AreAlike(string one, string other)
    {
        if (!RegularFile.IsAt(one) || !RegularFile.IsAt(other) || new FileInfo(one).Length != new FileInfo(other).Length)
        {
            return false;
        }

        using var left = File.OpenRead(one);
        using var right = File.OpenRead(other);
        var (mine, theirs) = (new byte[Part], new byte[Part]);

        while (left.ReadAtLeast(mine, Part, throwOnEndOfStream: false) is > 0 and var count)
        {
            if (right.ReadAtLeast(theirs, Part, throwOnEndOfStream: false) != count
                || !mine.AsSpan(0, count).SequenceEqual(theirs.AsSpan(0, count)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Remove(string next)
    {
        File.Delete(next);
        return false;
    }

    private static string Prepared(string path) => $"{path}.new";

    private static void Fill(string path, IEnumerable<string> lines, UnixFileMode mode)
    {
        using var file = new StreamWriter(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = Page,
            UnixCreateMode = mode,
        }));
        file.NewLine = "\n";

        foreach (var line in lines)
        {
            file.WriteLine(line);
        }
    }

    private static void Show(string next, string path, Flush flush)
    {
        if (flush >= Flush.Content)
        {
            FileCalls.SyncFile(next);
        }

        FileCalls.Rename(next, path);

        if (flush == Flush.All)
        {
            FileCalls.SyncFolder(Path.GetDirectoryName(path)!);
        }
    }
}
