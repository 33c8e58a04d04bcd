using System.Text.Json;

namespace Cosmovisor.Agent.Files;

/// <summary>A file of JSON objects, a line each, that others append to.</summary>
internal sealed class JsonLinesFile(string path)
{
    private const int Tail = 1024 * 1024;

    /// <summary>The last of its lines, oldest first. What is no JSON object is left out; a line that is still being written is not there yet.</summary>
    /// <param name="most">How many.</param>
    public IReadOnlyList<JsonElement> Last(int most)
    {
        using var file = RegularFile.TryOpen(path);

        if (file is null)
        {
            return [];
        }

        // From the middle of the file, the first line is half a one.
        var start = Math.Max(0, file.Length - Tail);
        var lines = LineBuffer.Read(file, start, Tail);
        return [.. lines.Skip(start > 0 ? 1 : 0).Select(line => line.Json).OfType<JsonElement>().TakeLast(most)];
    }
}
