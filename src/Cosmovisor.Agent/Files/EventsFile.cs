using System.Text;
using System.Text.Json;

namespace Cosmovisor.Agent.Files;

/// <param name="Position">Behind it.</param>
/// <param name="Json">Its line.</param>
internal readonly record struct StoredEvent(EventPosition Position, JsonElement Json);

/// <summary><c>events.jsonl</c> and the one before it, <c>events.jsonl.1</c>, as one row of events.</summary>
internal sealed class EventsFile(string path)
{
    private const int AtOnce = 256 * 1024;
    private const int MostOfAName = 100;
    private const int UsualFirstLine = 2 * 1024;
    private const int LongestFirstLine = 64 * 1024;

    private string Before => $"{path}.1";

    /// <summary>The last ones, oldest first.</summary>
    public IReadOnlyList<JsonElement> Last(int most)
    {
        var newest = new JsonLinesFile(path).Last(most);
        return newest.Count == most ? newest : [.. new JsonLinesFile(Before).Last(most - newest.Count), .. newest];
    }

    /// <summary>The last one of a name; of no kind of JSON where there is none.</summary>
    /// <param name="name">As it stands in the file.</param>
    public JsonElement LastOf(string name)
    {
        // In a message the same word may stand in quotes: the search is over only where it is the event's name.
        var word = Encoding.UTF8.GetBytes($"\"{name}\"");
        return new[] { path, Before }.SelectMany(file => new JsonLinesFile(file).Last(MostOfAName, word).Reverse())
            .FirstOrDefault(
                line => line.TryGetProperty("event", out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(name));
    }

    /// <summary>Behind all that is there now.</summary>
    public EventPosition End
    {
        get
        {
            using var file = RegularFile.TryOpen(path);
            return IdentityOf(file) is { } first ? new EventPosition(first, EndOfLastLine(file!)) : EventPosition.Oldest;
        }
    }

    /// <summary>
    /// What stands behind a position, as much as is read at once; the oldest that is kept where the position is kept no more.
    /// </summary>
    /// <param name="position">Becomes the position behind what was read, lines that are not events included.</param>
    public IReadOnlyList<StoredEvent> After(ref EventPosition position)
    {
        // The newer one first: renamed meanwhile, it is still the file that was opened.
        using var newer = RegularFile.TryOpen(path);
        using var older = RegularFile.TryOpen(Before);
        var (first, second) = (IdentityOf(older), IdentityOf(newer));

        if (position.File != 0 && position.File == second && position.Offset <= newer!.Length)
        {
            return Read(newer, ref position);
        }

        if (first is null || first == second)
        {
            return second is null ? [] : Read(newer!, ref position, second.Value);
        }

        if (position.File != first || position.Offset > older!.Length)
        {
            return Read(older!, ref position, first.Value);
        }

        // Half a line at the end of a full file is never finished.
        var before = position;
        return Read(older, ref position) is { Count: > 0 } rest ? rest
            : position != before || second is null ? []
            : Read(newer!, ref position, second.Value);
    }

    private static List<StoredEvent> Read(FileStream file, ref EventPosition position, ulong identity)
    {
        position = new EventPosition(identity, 0);
        return Read(file, ref position);
    }

    private static List<StoredEvent> Read(FileStream file, ref EventPosition position)
    {
        var identity = position.File;
        var lines = LineBuffer.Read(file, position.Offset, AtOnce);

        if (lines.Count > 0)
        {
            position = new EventPosition(identity, lines[^1].End);
        }

        return [.. lines.Where(line => line.Json is not null)
            .Select(line => new StoredEvent(new EventPosition(identity, line.End), line.Json!.Value))];
    }

    // FNV-1a of the first line, whose time no other file begins with. Never 0; null before that line is whole.
    private static ulong? IdentityOf(FileStream? file)
    {
        if (file is null)
        {
            return null;
        }

        // Two files are known by it at each look, and their first line is short: the rest is only looked at where it is not.
        var start = new byte[(int)Math.Min(UsualFirstLine, file.Length)];
        var length = RandomAccess.Read(file.SafeFileHandle, start, 0);
        var end = start.AsSpan(0, length).IndexOf((byte)'\n');

        if (end < 0 && file.Length > UsualFirstLine)
        {
            start = new byte[(int)Math.Min(LongestFirstLine, file.Length)];
            length = RandomAccess.Read(file.SafeFileHandle, start, 0);
            end = start.AsSpan(0, length).IndexOf((byte)'\n');
        }

        if (end < 0 && length < LongestFirstLine)
        {
            return null;
        }

        var hash = 14695981039346656037UL;

        foreach (var value in start.AsSpan(0, end < 0 ? length : end))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash | 1;
    }

    private static long EndOfLastLine(FileStream file)
    {
        var start = Math.Max(0, file.Length - LongestFirstLine);
        var tail = new byte[(int)(file.Length - start)];
        var length = RandomAccess.Read(file.SafeFileHandle, tail, start);
        return start + tail.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
    }
}
