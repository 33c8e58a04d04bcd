using System.Text.Json;
using System.Text.RegularExpressions;
using Cosmovisor.Agent.Metrics;
using Xunit;

namespace Cosmovisor.Agent.Tests.Metrics;

/// <summary>Dashboard, alert rules and documentation ask for names that there are.</summary>
public static partial class WhatIsMadeFromThem
{
    private const string Begin = "<!-- Made from src/Cosmovisor.Agent/Metrics/MetricTable.cs. -->\n";
    private const string End = "<!-- End. -->";

    [Theory]
    [InlineData("packaging/grafana/cosmovisor.json")]
    [InlineData("packaging/prometheus/cosmovisor.rules.yml")]
    public static void EachNameIsOne(string file)
    {
        var known = MetricTable.All.SelectMany(metric => metric.Kind == MetricKind.Histogram
            ? new[] { "_bucket", "_sum", "_count" }.Select(end => metric.Name + end) : [metric.Name])
            .Concat(FleetMetricTable.All.Select(metric => metric.Name)).Append(FleetMetricTable.Reachable);

        var names = MetricName().Matches(File.ReadAllText(Repository.In(file))).Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(names);
        Assert.Equal([], names.Except(known));
    }

    [Fact]
    public static void TheDashboardIsJsonWithPanelsOfTheirOwnNumbers()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.In("packaging/grafana/cosmovisor.json")));

        var ids = json.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("check rules cosmovisor.rules.yml")]
    [InlineData("test rules cosmovisor.rules.test.yml")]
    public static void PromtoolAcceptsTheRules(string words)
    {
        SystemTool.Run(Repository.In("packaging/prometheus"), "promtool", words.Split(' '));
    }

    [Fact]
    public static void TheTableOfTheDocumentationIsTheirs()
    {
        var path = Repository.In("docs/agent.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var table = "| metric | labels besides `chain_id`, `home` | says |\n|---|---|---|\n"
            + string.Concat(MetricTable.All.Select(
                metric =>
                    $"| `{metric.Name}` | {string.Join(", ", metric.Labels.Split(", ").Where(label => label.Length > 0).Select(label => $"`{label}`"))} | {metric.Help} |\n"));

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, text[..from] + table + text[to..]);
            return;
        }

        Assert.Equal(table, text[from..to]);
    }

    [GeneratedRegex("cosmovisor_[a-z_]+")]
    private static partial Regex MetricName();
}
