using System.Text;
using Cosmovisor.Linux;

namespace Cosmovisor.Disk;

/// <summary>
/// A file of ours with a line for each thing that has happened. It only grows, is read from its end, and a crash leaves at most half a
/// line, which its readers pass over.
/// </summary>
internal static class LineBook
{
    private const int Mode = 0x1A0; // rw-r-----: a line may hold a link
    private const int Part = 64 * 1024;
    private const int LongestLine = 4 * 1024 * 1024; // as much as a journal; whatever is longer was not written by us
    private const long Furthest = 64L * 1024 * 1024; // of 50 000 upgrades nobody needs the first

    /// <summary>Its lines, the newest first, each read when it is asked for. None when there is no such file.</summary>
    /// <exception cref="IOException">It is not a regular file, or cannot be read.</exception>
    public static IEnumerable<string> NewestFirst(string path)
    {
        if (FileFacts.Of(path) is null)
        {
            yield break;
        }

        using var file = BookFile.OpenToRead(path).IsOk(out var open, out var reason) ? open : throw new IOException($"{path} {reason}");
        var end = FileFacts.OfOpen(file.Number, path).Size;
        var last = Math.Max(0, end - Furthest);
        var rest = new List<byte[]>(); // pieces of a line whose beginning is not read yet, the last piece first
        var length = 0;

        while (end > last)
        {
            var start = Math.Max(last, end - Part);
            var bytes = new byte[end - start];

            if (BookFile.ReadAt(file, bytes, start) != bytes.Length)
            {
                throw new IOException($"cannot read {path}: {Errno.LastText}");
            }

            end = start;
            var to = bytes.Length;

            for (int at; (at = bytes.AsSpan(0, to).LastIndexOf((byte)'\n')) >= 0; to = at)
            {
                rest.Add(bytes[(at + 1)..to]);
                length += to - at - 1;

                if (length is > 0 and <= LongestLine)
                {
                    yield return Joined(rest);
                }

                rest.Clear();
                length = 0;
            }

            length = (int)Math.Min(int.MaxValue, (long)length + to);

            if (length <= LongestLine)
            {
                rest.Add(bytes[..to]);
            }
            else
            {
                rest.Clear();
            }
        }

        if (length is > 0 and <= LongestLine)
        {
            yield return Joined(rest);
        }
    }

    /// <summary>Adds a line, on disk when this returns.</summary>
    /// <exception cref="IOException">It could not be added; the file is as it was.</exception>
    public static void Add(string path, string line)
    {
        var isNew = FileFacts.Of(path) is null;
        using var file = BookFile.OpenOrCreate(path, Mode, followLinks: true).IsOk(out var open, out var reason) ? open
            : throw new IOException($"{path} {reason}");
        var size = FileFacts.OfOpen(file.Number, path).Size;
        var last = new byte[1];

        // Half a line of a crash is ended, so that ours is whole.
        var isTorn = size > 0 && (BookFile.ReadAt(file, last, size - 1) != 1 || last[0] != '\n');
        var bytes = Encoding.UTF8.GetBytes($"{(isTorn ? "\n" : "")}{line}\n");

        if (CloneCalls.WriteAt(file.Number, bytes, size) != bytes.Length)
        {
            var why = Errno.LastText;
            _ = CloneCalls.SetLength(file.Number, size);
            throw new IOException($"cannot add a line to {path}: {why}");
        }

        FileCalls.SyncFile(path);

        if (isNew)
        {
            Ownership.Gets(path);
            FileCalls.SyncFolder(Path.GetDirectoryName(path)!);
        }
    }

    /// <summary>Takes the newest line off again, if it is <paramref name="line"/>; changes nothing otherwise.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static void TakeOff(string path, string line)
    {
        var expected = Encoding.UTF8.GetBytes($"{line}\n");
        using var file = BookFile.OpenOrCreate(path, Mode, followLinks: true).IsOk(out var open, out var reason) ? open
            : throw new IOException($"{path} {reason}");
        var at = FileFacts.OfOpen(file.Number, path).Size - expected.Length;
        var last = new byte[expected.Length];

        if (at >= 0 && BookFile.ReadAt(file, last, at) == last.Length && last.AsSpan().SequenceEqual(expected))
        {
            _ = CloneCalls.SetLength(file.Number, at);
            FileCalls.SyncFile(path);
        }
    }

    private static string Joined(List<byte[]> lastPieceFirst) =>
        Encoding.UTF8.GetString([.. Enumerable.Reverse(lastPieceFirst).SelectMany(piece => piece)]);
}
