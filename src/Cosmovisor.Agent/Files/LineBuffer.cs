using System.Buffers;
using System.Text.Json;

namespace Cosmovisor.Agent.Files;

/// <summary>One line of a file, and where the next one begins.</summary>
/// <param name="End">The offset behind its line end.</param>
/// <param name="Json">Its object; null when it holds none.</param>
internal readonly record struct FileLine(long End, JsonElement? Json);

/// <summary>Whole lines out of a file that grows.</summary>
internal static class LineBuffer
{
    /// <param name="file">Open for reading.</param>
    /// <param name="start">The offset at which a line begins.</param>
    /// <param name="most">How many bytes are read. A longer line is passed over.</param>
    /// <returns>What ends within these bytes.</returns>
    public static IReadOnlyList<FileLine> Read(FileStream file, long start, int most)
    {
        var length = (int)Math.Clamp(file.Length - start, 0, most);

        if (length == 0)
        {
            return [];
        }

        // Borrowed: large arrays are given back late, and each look would take new ones.
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var lines = new List<FileLine>();
        var at = 0;

        try
        {
            length = RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(0, length), start);

            while (bytes.AsSpan(at, length - at).IndexOf((byte)'\n') is >= 0 and var end)
            {
                lines.Add(new FileLine(start + at + end + 1, Parse(bytes.AsMemory(at, end))));
                at += end + 1;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            UsedMemory.GiveBack();
        }

        // Nobody writes such a line; who waits for its end hears nothing more.
        if (at == 0 && length == most)
        {
            lines.Add(new FileLine(start + length, null));
        }

        return lines;
    }

    /// <summary>The last lines that hold an object, oldest first.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="tail">How many bytes of its end are looked at.</param>
    /// <param name="most">How many lines. Those before them are not parsed.</param>
    /// <param name="holding">Bytes that such a line holds; empty for any line. Others are not parsed, which is most of the work.</param>
    public static IReadOnlyList<JsonElement> Last(FileStream file, int tail, int most, ReadOnlySpan<byte> holding = default)
    {
        var start = Math.Max(0, file.Length - tail);
        var length = (int)Math.Min(file.Length, tail);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        var lines = new List<JsonElement>();

        try
        {
            for (var end = bytes.AsSpan(0, RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(0, length), start))
                .LastIndexOf((byte)'\n'); end >= 0 && lines.Count < most;)
            {
                var before = bytes.AsSpan(0, end).LastIndexOf((byte)'\n');

                // From the middle of the file, the first line is half a one.
                if ((before >= 0 || start == 0)
                    && bytes.AsSpan(before + 1, end - before - 1).IndexOf(holding) >= 0
                    && Parse(bytes.AsMemory(before + 1, end - before - 1)) is { } json)
                {
                    lines.Add(json);
                }

                end = before;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            UsedMemory.GiveBack();
        }

        lines.Reverse();
        return lines;
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> line) =>
        ForeignJson.Read(line, root => root.ValueKind == JsonValueKind.Object
            ? Parsed.Ok(Whole(root)) : Parsed.Invalid<JsonElement>("no object")).IsOk(out var json, out _) ? json : null;

    // The text is met here and not when it is written: halves of surrogate pairs, bytes that are not UTF-8.
    private static JsonElement Whole(JsonElement root)
    {
        using var nowhere = new Utf8JsonWriter(Stream.Null);
        root.WriteTo(nowhere);
        return root.Clone();
    }
}
