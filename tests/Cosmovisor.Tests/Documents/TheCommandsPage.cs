using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Documents;

/// <summary>
/// The synopsis of docs/commands/cosmovisorctl.md, which is the manual page too, names each command and option of the program's own help
/// and no other. The help is the approved one, which a scenario compares with what the program prints.
/// </summary>
public static partial class TheCommandsPage
{
    private static readonly string Page = File.ReadAllText(Repository.In("docs", "commands", "cosmovisorctl.md"));

    /// <summary>Each command of the help, with its words: <c>backup list [--json]</c>.</summary>
    private static readonly string[] Commands =
        [.. Usage().Matches(File.ReadAllText(Repository.In("tests", "Cosmovisor.Scenarios", "Tool", "TheOperatorsTool.Help.approved.txt")))
            .Select(match => match.Groups[1].Value).Where(line => !line.StartsWith("cosmovisor", StringComparison.Ordinal))];

    /// <summary>What the synopsis says of each first word; a word may have several entries.</summary>
    private static readonly ILookup<string, string> Entries =
        Page[Page.IndexOf("cosmovisorctl help", StringComparison.Ordinal)..Page.IndexOf("\n```\n", StringComparison.Ordinal)]
            .Split("\ncosmovisorctl ").Select(entry => entry.Replace("cosmovisorctl ", "", StringComparison.Ordinal))
            .ToLookup(entry => entry.Split(' ', '\n')[0]);

    [Fact]
    public static void HasEachCommandWithItsOptions() => Assert.All(Commands, command =>
    {
        var first = command.Split(' ')[0];
        var entry = string.Join('\n', first == "release" ? Entries["hold"] : Entries[first]);
        Assert.All(
            Word().Matches(command).Select(match => match.Value),
            word => Assert.True(Regex.IsMatch(entry, $@"(?<![\w-]){word}(?![\w-])"), $"{command}: the page does not say {word}"));
    });

    [Fact]
    public static void HasNoOthers()
    {
        Assert.Empty(Entries.Select(entry => entry.Key).Except(Commands.Select(command => command.Split(' ')[0])));
        Assert.Empty(
            from entry in Entries
            from Match option in Option().Matches(string.Join('\n', entry))
            where !Commands.Any(command => command.Contains(option.Value, StringComparison.Ordinal)) && option.Value != "--version"
            select $"{entry.Key}: the program knows no {option.Value}");
    }

    [GeneratedRegex(@"^  ([a-z][a-z-]*\b[^\n]*)\n      \S", RegexOptions.Multiline)]
    private static partial Regex Usage();

    // Words of the command and its options; values are in capitals, or examples.
    [GeneratedRegex(@"(?<=^|[ \[])(--)?[a-z][a-z-]+(?=$|[ \]])")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();
}
