using System.Globalization;
using System.Text.RegularExpressions;

namespace Cosmovisor.Demo;

/// <summary>One line of <c>cosmovisor.log</c>: what happened, and its facts.</summary>
internal sealed record OwnLogLine(DateTimeOffset At, string Text, IReadOnlyDictionary<string, string> Facts)
{
    public string this[string fact] => Facts.GetValueOrDefault(fact, "?");
}

/// <summary>cosmovisor's own log, read.</summary>
internal sealed partial record OwnLog(IReadOnlyList<OwnLogLine> Lines)
{
    /// <summary>The node's processes, one for each life.</summary>
    public IReadOnlyList<int> Pids =>
        [.. Lines.Where(line => line.Text == "daemon started").Select(line => int.Parse(line["pid"], CultureInfo.InvariantCulture))];

    /// <summary>How long no node ran, in cosmovisor's own measure.</summary>
    public string? Downtime => Lines.FirstOrDefault(line => line.Facts.ContainsKey("downtime"))?["downtime"];

    public static OwnLog Parse(string text) =>
        new([.. from line in text.Split('\n') let parts = Parts().Match(line) where parts.Success select Line(parts)]);

    private static OwnLogLine Line(Match parts) =>
        new(
            DateTimeOffset.Parse(parts.Groups["at"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            parts.Groups["text"].Value,
            Fact().Matches(parts.Groups["facts"].Value).GroupBy(fact => fact.Groups["name"].Value)
                .ToDictionary(facts => facts.Key, facts => facts.First().Groups["value"].Value.Trim('"')));

    [GeneratedRegex("""^(?<at>\S+Z) +(INFO|WARN|ERROR|DEBUG) +(?<text>.*?)(?<facts>( [a-z_]+=("([^"\\]|\\.)*"|[^ "]*))*)$""")]
    private static partial Regex Parts();

    [GeneratedRegex("""(?<name>[a-z_]+)=(?<value>"([^"\\]|\\.)*"|[^ "]*)""")]
    private static partial Regex Fact();
}
