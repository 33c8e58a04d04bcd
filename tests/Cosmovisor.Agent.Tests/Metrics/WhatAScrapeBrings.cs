using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Metrics;
using Xunit;

namespace Cosmovisor.Agent.Tests.Metrics;

public static class WhatAScrapeBrings
{
    [Fact]
    public static void HasAValueUnderEachNameOnceAllIsKnown()
    {
        var counts = new EventCounts();
        counts.Add(Event("""{"event":"step-done","step":"Backup","took":2.5}"""));
        counts.Add(Event("""{"event":"upgrade-unconfirmed","missingPowerRatio":0.4}"""));
        var done = new LastUpgradeFacts { Name = "v1", Height = 50, Result = "done", Confirmed = false, Signed = "yes", Downtime = 1.5 };
        var voting = Some.Plan("v3", 200, "no", "voting") with { Proposal = 7, VotingEnds = Some.Now.AddDays(1) };
        var scheduled = Some.Plan(
            "v4",
            300) with
        { Source = "schedule", Status = "scheduled", Checks = [new CheckFacts { Check = "armed", Result = "problem" }] };
        var home = Some.Home(Some.State() with { LastUpgrade = done }, Some.Outlook(Some.Plan("v2"), voting, scheduled), Some.Node());

        var text = Text([Some.Source(home, counts)]);

        Assert.Equal([], MetricTable.All.Select(metric => metric.Name).Where(name => !text.Contains($"\n{name}{{", StringComparison.Ordinal)
            && !text.Contains($"\n{name}_bucket{{", StringComparison.Ordinal)));
        Assert.Contains(
            "cosmovisor_upgrade_blocks_left{chain_id=\"chain-1\",home=\"/home/a\",name=\"v2\"} 10\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_upgrade_estimated_time_seconds{chain_id=\"chain-1\",home=\"/home/a\",name=\"v2\"} 1795849260\n",
            text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_upgrade_ready{chain_id=\"chain-1\",home=\"/home/a\",name=\"v3\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_upgrade_check{chain_id=\"chain-1\",home=\"/home/a\",name=\"v3\",check=\"binary\"} 2\n",
            text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_schedule_armed{chain_id=\"chain-1\",home=\"/home/a\",name=\"v4\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_upgrade_step_seconds_bucket{chain_id=\"chain-1\",home=\"/home/a\",step=\"Backup\",le=\"1\"} 0\n",
            text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_upgrade_step_seconds_bucket{chain_id=\"chain-1\",home=\"/home/a\",step=\"Backup\",le=\"5\"} 1\n",
            text, StringComparison.Ordinal);
        Assert.Contains(
            "cosmovisor_missing_voting_power_ratio{chain_id=\"chain-1\",home=\"/home/a\"} 0.4\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "cosmovisor_notices_queued{chain_id=\"chain-1\",home=\"/home/a\",kind=\"slack\"} 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public static void TheSeriesOfAPlanEndWithIt()
    {
        var over = Some.State() with { LastUpgrade = new LastUpgradeFacts { Name = "v2", Height = 100, Result = "done" } };

        var text = Text(
            [Some.Source(Some.Home(over, Some.Outlook(Some.Plan("v2"), Some.Plan("v3", status: "cancelled")), Some.Node(101)))]);

        Assert.DoesNotContain("\"v2\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"v3\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public static void TheSeriesOfASilentNodeEndAndNeverFreeze()
    {
        var text = Text([Some.Source(Some.Home(Some.State(), Some.Outlook(Some.Plan("v2")), Some.SilentNode()))]);

        Assert.Contains("cosmovisor_node_reachable{chain_id=\"chain-1\",home=\"/home/a\"} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncosmovisor_node_height", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncosmovisor_node_catching_up", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncosmovisor_node_seconds_per_block", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncosmovisor_upgrade_blocks_left", text, StringComparison.Ordinal);
    }

    [Fact]
    public static void WhatAnOldOutlookSaysOfReadinessIsUnknown()
    {
        var old = Some.Outlook(Some.Plan("v2")) with { At = Some.Now.AddHours(-3), NextLook = Some.Now.AddHours(-2) };

        var text = Text([Some.Source(Some.Home(Some.State(), old, Some.Node()))]);

        Assert.Contains("cosmovisor_upgrade_ready{chain_id=\"chain-1\",home=\"/home/a\",name=\"v2\"} -1\n", text, StringComparison.Ordinal);
        Assert.Contains("check=\"binary\"} 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public static void WithoutASupervisorTheStateSaysNothingOfNow()
    {
        var upgrading = Some.State() with { Upgrade = new UpgradeFacts { Name = "v2" } };

        var text = Text([Some.Source(Some.Home(upgrading, null, null, SupervisorPresence.NotRunning))]);

        Assert.Contains("cosmovisor_up{home=\"/home/a\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_daemon_up{home=\"/home/a\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("cosmovisor_upgrade_in_progress{home=\"/home/a\"} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\ncosmovisor_daemon_start_time_seconds", text, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task PromtoolHasNothingAgainstItWhateverAPlanIsCalled()
    {
        SystemTool.Need("promtool");
        var plans = new[] { Some.Plan(Some.HostileName), Some.Plan("twice", 5), Some.Plan("twice", 6), Some.Plan("twice", 5) };
        var homes = new[] { Some.Source(Some.Home(Some.State(), Some.Outlook(plans), Some.Node())), Some.Source(
            Some.Home(supervisor: SupervisorPresence.Unknown)) };
        using var promtool = new Run("promtool", ["check", "metrics"]);

        await promtool.Input.WriteAsync(Exposition.Write(homes, isOpenMetrics: false));
        var end = await promtool.EndAsync();

        Assert.Equal(("", 0), (end.Says, end.Code));
    }

    [Fact]
    public static async Task IsOpenMetricsForWhoAsksForIt()
    {
        await using var home = new AgentHome();
        var client = await home.ServeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text;version=1.0.0"));

        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("application/openmetrics-text", answer.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE cosmovisor_upgrades counter\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE cosmovisor_build info\n", text, StringComparison.Ordinal);
        Assert.Contains($"cosmovisor_up{{home=\"{home.Path}\"}} 0\n", text, StringComparison.Ordinal);
        Assert.Matches("\nprocess_resident_memory_bytes [1-9]", text);
        Assert.EndsWith("\n", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public static async Task CountersGoOnAcrossRestartsAndFilesThatAreFull()
    {
        await using var home = new AgentHome();
        home.Append("events.jsonl", Line(1, "upgrade-done"), Line(2, "upgrade-failed"));
        Assert.Equal(1, await DoneAsync(await home.ServeAsync()));
        await home.StopAsync();

        // Two files full since then: the first events are gone from the disk.
        File.Move(home.In("events.jsonl"), home.In("events.jsonl.1"));
        home.Append("events.jsonl", Line(3, "upgrade-done"));
        Assert.Equal(2, await DoneAsync(await home.ServeAsync()));
        File.Move(home.In("events.jsonl"), home.In("events.jsonl.1"), overwrite: true);
        home.Append("events.jsonl", Line(4, "upgrade-done"));
        await home.StopAsync();

        Assert.Equal(3, await DoneAsync(await home.ServeAsync()));
    }

    [Fact]
    public static async Task TheSameCanBeWrittenIntoAFile()
    {
        await using var home = new AgentHome();
        var path = System.IO.Path.Join(home.Path, "cosmovisor.prom");
        string text;

        await using (var agent = new RunningAgent(new([home.Path], null, null, []) { MetricsFile = path }, TimeProvider.System))
        {
            await agent.StartAsync();
            await Wait.UntilAsync("the text file", () => File.Exists(path));
            text = await File.ReadAllTextAsync(path);
        }

        Assert.Contains("\ncosmovisor_up{", text, StringComparison.Ordinal);
        Assert.False(File.Exists(path), "what no agent writes any more must not be read as if it were new");
    }

    private static async Task<int> DoneAsync(HttpClient client)
    {
        var text = await client.GetStringAsync("/metrics");
        var line = text.Split('\n').Single(line => line.StartsWith("cosmovisor_upgrades_total{", StringComparison.Ordinal)
            && line.Contains("result=\"done\"", StringComparison.Ordinal));
        return int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Text(MetricSource[] sources) => Encoding.UTF8.GetString(Exposition.Write(sources, isOpenMetrics: false));

    private static string Line(int number, string name) =>
        $$"""{"version":1,"at":"2026-11-28T07:00:00.00{{number}}Z","event":"{{name}}","level":"info","says":"x"}""";

    private static JsonElement Event(string json) => JsonDocument.Parse(json).RootElement;
}
