using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Checks;

/// <summary>
/// What actionlint does not ask of .github/workflows: whose code runs there, with which rights, and what of a tag reaches a shell.
/// </summary>
public static partial class TheWorkflows
{
    public static TheoryData<string> All => [.. Directory.GetFiles(Repository.In(".github/workflows"), "*.yml").Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(All))]
    public static void PinEveryActionByItsCommitAndSayTheVersion(string file) =>
        Assert.All(Lines(file).Where(line => line.Contains("uses:", StringComparison.Ordinal)), line => Assert.Matches(Pinned(), line));

    [Theory]
    [MemberData(nameof(All))]
    public static void AllowNothingThatAJobDoesNotName(string file) =>
        Assert.Single(Lines(file), line => line is "permissions: {}" or "permissions:" && !line.StartsWith(' '));

    /// <summary>An expression in a script is pasted into it before a shell reads it: a tag could hold a command.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public static void PutNoExpressionIntoAScript(string file) =>
        Assert.All(ScriptLines(file), line => Assert.DoesNotContain("${{", line, StringComparison.Ordinal));

    [Fact]
    public static void AreThere() => Assert.Equal(["ci.yml", "nightly.yml", "release.yml"], All.Select(row => row.Data).Order(StringComparer.Ordinal));

    /// <summary>.ci/run skips them where npm is not installed, as in its container: some job must not.</summary>
    [Fact]
    public static void CheckTheDocumentsForKubernetes() =>
        Assert.Contains(ScriptLines("ci.yml"), line => line.Contains("packaging/kubernetes/check", StringComparison.Ordinal));

    /// <summary>A path that a workflow runs is a file of this repository that may be executed.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public static void RunFilesThatAreThere(string file) => Assert.All(
        ScriptLines(file).SelectMany(line => OwnFile().Matches(line)).Select(match => match.Groups[1].Value),
        path => Assert.True(File.GetUnixFileMode(Repository.In(path)).HasFlag(UnixFileMode.UserExecute), path));

    private static string[] Lines(string file) => File.ReadAllLines(Repository.In($".github/workflows/{file}"));

    // "run:" and what is indented below it.
    private static IEnumerable<string> ScriptLines(string file)
    {
        var indent = int.MaxValue;

        foreach (var line in Lines(file).Where(line => line.Trim().Length > 0))
        {
            var depth = line.Length - line.TrimStart().Length;
            indent = depth <= indent ? int.MaxValue : indent;

            if (line.TrimStart().TrimStart('-').TrimStart().StartsWith("run:", StringComparison.Ordinal))
            {
                indent = depth;
            }

            if (indent < int.MaxValue)
            {
                yield return line;
            }
        }
    }

    [GeneratedRegex(@"uses: [\w-]+/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?:^|\s)(?:\./)?((?:packaging|bench|\.ci)/[\w./-]+|build(?= site))")]
    private static partial Regex OwnFile();
}
