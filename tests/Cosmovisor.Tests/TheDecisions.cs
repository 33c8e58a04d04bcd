using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary>docs/adr: numbered without gaps, each with a status, all in one index.</summary>
public static partial class TheDecisions
{
    private static readonly string[] Files =
        [.. Directory.GetFiles(Repository.In("docs", "adr"), "0*.md").Select(file => Path.GetFileName(file)!).Order(
            StringComparer.Ordinal)];

    [Fact]
    public static void AreNumberedWithoutGaps() =>
        Assert.Equal(
            Enumerable.Range(1, Files.Length),
            Files.Select(file => int.Parse(file[..4], System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public static void HaveTheirNumberInTheTitleAndAStatus() => Assert.All(Files, file =>
    {
        var lines = File.ReadAllLines(Repository.In("docs", "adr", file));
        Assert.StartsWith($"# {file[..4].TrimStart('0')}. ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("**Status:** ", StringComparison.Ordinal));
    });

    [Fact]
    public static void AreAllInTheIndex() =>
        Assert.Equal(Files, Rows().Matches(File.ReadAllText(Repository.In("docs", "adr", "README.md"))).Select(row => row.Groups[1].Value));

    [GeneratedRegex(@"^\| \[\d+\]\((\d{4}-[^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
