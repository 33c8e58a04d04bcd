using System.Globalization;

namespace Cosmovisor.Demo;

/// <summary>One line that came out of cosmovisor, and when.</summary>
internal sealed record NodeLine(string Text, DateTimeOffset At)
{
    /// <summary>The block whose making it tells.</summary>
    public long? Block =>
        Has("committed state") && long.TryParse(Field("height="), CultureInfo.InvariantCulture, out var height) ? height : null;

    /// <summary>The version of the binary, told once in each life.</summary>
    public string? Version => Field("software-version=");

    /// <summary>Whether it begins as every log line of this node does: <c>3:04PM INF</c>.</summary>
    public bool IsNodes =>
        Text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
        && TimeOnly.TryParseExact(Text.AsSpan(0, end), "h:mmtt", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public bool Has(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (!Text.Contains(word, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private string? Field(string name) =>
        Text.Split(' ').FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
