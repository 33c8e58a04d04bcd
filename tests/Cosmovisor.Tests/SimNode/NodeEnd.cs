using System.Text.RegularExpressions;

namespace Cosmovisor.Tests.SimNode;

internal sealed partial record NodeEnd(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of one stream, with the times and hashes that differ from run to run taken out.</summary>
    public static string[] Lines(string text) => [.. text.TrimEnd('\n').Split('\n').Select(Timeless)];

    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    /// <summary>Both streams, output first.</summary>
    public string[] AllLines => [.. OutputLines, .. ErrorLines];

    public static string Timeless(string line) => Hash().Replace(Time().Replace(line, "TIME"), "HASH");

    [GeneratedRegex(@"(?<![0-9])\d{1,2}:\d\d[AP]M|\d{4}-\d\d-\d\d[T|]\d\d:\d\d:\d\d(\.\d+)?Z?")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9A-F]{64}")]
    private static partial Regex Hash();
}
