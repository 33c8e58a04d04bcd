using System.Text.Json;

namespace Cosmovisor.Agent.Files;

/// <summary>A file of JSON objects, a line each, that others append to.</summary>
internal sealed class JsonLinesFile(string path)
{
    private const int Tail = 1024 * 1024;

    /// <summary>
    /// The last of its lines, oldest first. What is not a JSON object is left out; a line that is still being written is not there yet.
    /// </summary>
    /// <param name="most">How many.</param>
    /// <param name="holding">Bytes that each of them holds; empty for any line.</param>
    public IReadOnlyList<JsonElement> Last(int most, ReadOnlySpan<byte> holding = default)
    {
        using var file = RegularFile.TryOpen(path);
        return file is null ? [] : LineBuffer.Last(file, Tail, most, holding);
    }
}
