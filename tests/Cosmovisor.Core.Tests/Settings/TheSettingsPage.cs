using Cosmovisor.Settings;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary><c>docs/settings.md</c> has a row for every setting, with the defaults that hold.</summary>
public static class TheSettingsPage
{
    /// <summary>What its columns may say in place of a value.</summary>
    private static readonly string[] InWords = ["must be set", "none", "no effect", "the same", "`data/`", "`DAEMON_HOME`"];

    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(Repository.In("docs", "settings.md"))
        .Select(line => line.Split(" | ", StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == 5 && cells[0].StartsWith("| `", StringComparison.Ordinal))
        .ToDictionary(cells => cells[0][3..^1], cells => cells);

    [Fact]
    public static void HasARowForEachAndForNothingElse() =>
        Assert.Equal(
            SettingTable.All.Select(setting => setting.Variable).Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public static void HasTheDefaultsOfBothContracts() => Assert.All(SettingTable.All, setting =>
    {
        AssertTells(setting, Rows[setting.Variable][1], Contract.Classic);
        AssertTells(setting, Rows[setting.Variable][2], Contract.Sdk);
    });

    private static void AssertTells(Setting setting, string cell, Contract contract) => Assert.True(
        (setting.DefaultIn(contract) is { Length: > 0 } value && cell.StartsWith($"`{value}`", StringComparison.Ordinal))
            || (InWords.Any(words => cell.StartsWith(words, StringComparison.Ordinal))
                && (setting.DefaultIn(contract).Length == 0 || cell.StartsWith("no effect", StringComparison.Ordinal))),
        $"{setting.Variable}: the page says \"{cell}\", and the default is \"{setting.DefaultIn(contract)}\"");
}
