using System.Text.Json;

namespace Cosmovisor.Tests.SimNode;

/// <summary>Lines that real nodes have written, from tests/data/announcements.json.</summary>
internal static class RealLines
{
    public static string[] From(string source)
    {
        using var all = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data/announcements.json")));

        return [.. all.RootElement.EnumerateArray()
            .Single(entry => entry.GetProperty("source").GetString()!.Contains(source, StringComparison.Ordinal))
            .GetProperty("lines").EnumerateArray()
            .Select(line => line.GetString()!)];
    }
}
