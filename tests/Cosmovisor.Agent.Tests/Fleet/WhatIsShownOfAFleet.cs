using System.Text;
using Cosmovisor.Agent.Fleet;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Agent.Metrics;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>The fleet in the metrics, the API and on the page's side of it.</summary>
public static class WhatIsShownOfAFleet
{
    private const string Begin = "<!-- Made from src/Cosmovisor.Agent/Metrics/FleetMetricTable.cs. -->\n";
    private const string End = "<!-- End. -->";

    [Fact]
    public static void IsInTheMetricsWithMembersScheduleAndRollouts()
    {
        var text = Text(new FleetSeen("f1", FleetReport.Of(Some.Fleet(), Some.Now), null));

        Assert.Equal([], FleetMetricTable.All.Select(metric => metric.Name).Append(FleetMetricTable.Reachable).Where(
            name => !text.Contains($"\n{name}{{fleet=\"f1\"", StringComparison.Ordinal)));
        Assert.Contains("cosmovisor_fleet_members{fleet=\"f1\",state=\"late\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_members{fleet=\"f1\",state=\"running\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "cosmovisor_fleet_member_up{fleet=\"f1\",member=\"a\",id=\"1\",group=\"sentry\"} 1\n", text, StringComparison.Ordinal);
        // in trouble
        Assert.Contains(
            "cosmovisor_fleet_member_up{fleet=\"f1\",member=\"b\",id=\"2\",group=\"sentry\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_member_late{fleet=\"f1\",member=\"c\",id=\"3\",group=\"\"} 1\n", text, StringComparison.Ordinal);
        // it ends, and does not freeze
        Assert.DoesNotContain("cosmovisor_fleet_member_height{fleet=\"f1\",member=\"c\"", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_schedule_members{fleet=\"f1\",name=\"v2\",ready=\"yes\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_schedule_members{fleet=\"f1\",name=\"v2\",ready=\"no\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_rollout_state{fleet=\"f1\",name=\"v1.1\",state=\"stopped\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_rollout_state{fleet=\"f1\",name=\"v1.1\",state=\"running\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_rollout_members{fleet=\"f1\",name=\"v1.1\",turn=\"failed\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public static void EndsWithEtcdAndSaysSo()
    {
        var text = Text(new FleetSeen("f1", null, "etcd is away"));

        Assert.Contains("cosmovisor_fleet_reachable{fleet=\"f1\"} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncosmovisor_fleet_member", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cosmovisor_fleet", Text(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData(Some.HostileName)]
    public static async Task HasNothingThatPromtoolMinds(string name)
    {
        SystemTool.Need("promtool");
        using var promtool = new Run("promtool", ["check", "metrics"]);

        await promtool.Input.WriteAsync(
            Exposition.Write([], isOpenMetrics: false, new FleetSeen("f1", FleetReport.Of(Some.Fleet(name), Some.Now), null)));
        var end = await promtool.EndAsync();

        Assert.Equal(("", 0), (end.Says, end.Code));
    }

    [Fact]
    public static async Task IsInTheApiAsTheDocumentSaysAndAskedForOnceInFiveSeconds()
    {
        await using var home = new AgentHome();
        var asked = 0;
        using var look = new FleetLook(
            "f1", _ => Task.FromResult(Interlocked.Increment(ref asked) > 0 ? Some.Fleet() : FleetView.Empty), TimeProvider.System);
        using var client = new HttpClient { BaseAddress = await home.PageAsync(look) };
        var document = Api.OpenApiDocument.Parse(await client.GetStringAsync("/openapi.json"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.GetStringAsync("/api/v1/fleet")));

        Assert.Equal([], document.Faults("/api/v1/fleet", 200, "application/json", answers[0]));
        Assert.Contains("\"name\":\"v1.1\"", answers[0], StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_reachable{fleet=\"f1\"} 1\n", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.InRange(asked, 1, 2);
    }

    [Fact]
    public static async Task SaysWhyThereIsNothingWhereEtcdDoesNotAnswer()
    {
        await using var home = new AgentHome();
        using var look = new FleetLook(
            "f1", _ => Task.FromException<FleetView>(new EtcdException(EtcdProblem.Away, "etcd is away")), TimeProvider.System);
        using var client = new HttpClient { BaseAddress = await home.PageAsync(look) };

        var answer = await client.GetStringAsync("/api/v1/fleet");

        Assert.Contains("\"report\":null,\"problem\":\"etcd is away\"", answer, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_fleet_reachable{fleet=\"f1\"} 0\n", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public static void TheTableOfTheDocumentationIsTheirs()
    {
        var path = Repository.In("docs/fleet.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var rows = FleetMetricTable.All.Select(metric => (metric.Name, metric.Labels, metric.Help))
            .Prepend((FleetMetricTable.Reachable, "", FleetMetricTable.ReachableHelp));
        var table = "| metric | labels besides `fleet` | says |\n|---|---|---|\n"
            + string.Concat(rows.Select(
                row =>
                    $"| `{row.Item1}` | {string.Join(", ", row.Item2.Split(", ").Where(label => label.Length > 0).Select(label => $"`{label}`"))} | {row.Item3} |\n"));

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, text[..from] + table + text[to..]);
            return;
        }

        Assert.Equal(table, text[from..to]);
    }

    private static string Text(FleetSeen? fleet) => Encoding.UTF8.GetString(Exposition.Write([], isOpenMetrics: false, fleet));
}
