using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Agent;

/// <summary>
/// Debian's Prometheus, the agent, and a supervisor that carries out an upgrade: three programs, and what a dashboard would ask.
/// </summary>
public static class PrometheusScrapesTheAgent
{
    private const string Program = "/usr/bin/prometheus";

    [Fact]
    public static void AndKnowsWhatHappened()
    {
        Assert.SkipUnless(File.Exists(Program), "Prometheus is not installed: apt-get install prometheus");
        using var home = new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo new; exec sleep 300").Write("data/here", "")
            .Write("token", "0123456789abcdef0123456789abcdef\n");
        using var agent = new AgentProcess(home, ("COSMOVISOR_LISTEN_TOKEN_FILE", home.In("token")));
        using var prometheus = new Prometheus(home, agent.Port);
        using var run = home.Start("start").AwaitOutput("new");

        prometheus.Await("cosmovisor_upgrades_total{result=\"done\"}", ["1"]);
        prometheus.Await("cosmovisor_up + cosmovisor_daemon_up", ["2"]);
        prometheus.Await("count(cosmovisor_daemon_info{version=\"v2\",name=\"dummyd\"})", ["1"]);
        prometheus.Await("cosmovisor_upgrade_step_seconds_count{step=\"Switch\"}", ["1"]);
        prometheus.Await($"count({{__name__=~\"cosmovisor_.+\",home!=\"{home.Path}\"}})", []);
        Assert.Equal(("up", ""), prometheus.Target());

        run.Signal(Run.Terminate);
        _ = run.End();

        prometheus.Await("cosmovisor_up", ["0"]);
        prometheus.Await("cosmovisor_daemon_start_time_seconds", []); // it ends, and does not freeze
    }

    /// <summary>One that scrapes an agent five times a second.</summary>
    private sealed class Prometheus : IDisposable
    {
        private readonly Run _run;
        private readonly int _port = LoopbackPort.Free();

        public Prometheus(NodeHome home, int agent)
        {
            _ = home.Write("prometheus.yml", $$"""
                scrape_configs:
                - job_name: cosmovisor
                  scrape_interval: 200ms
                  scrape_timeout: 200ms
                  authorization: {credentials_file: "{{home.In("token")}}"}
                  static_configs: [{targets: ["127.0.0.1:{{agent}}"]}]
                """);
            _run = new Run(Program,
                [
                    $"--config.file={home.In("prometheus.yml")}",
                    $"--storage.tsdb.path={home.In("series")}",
                    $"--web.listen-address=127.0.0.1:{_port}",
                    "--log.level=error"
                ]);
        }

        /// <summary>Waits for the values that an expression has, whatever their labels.</summary>
        public void Await(string expression, string[] values)
        {
            string[]? seen = null;
            Wait.Until(expression, () => (seen = Values(expression))?.SequenceEqual(values) == true,
                () => seen is null ? "no answer" : string.Join(", ", seen));
        }

        /// <summary>How the last scrape went, in its own words.</summary>
        public (string? Health, string? Error) Target()
        {
            var target = Assert.Single(Ask("targets")!.Value.GetProperty("activeTargets").EnumerateArray());
            return (target.GetProperty("health").GetString(), target.GetProperty("lastError").GetString());
        }

        public void Dispose() => _run.Dispose();

        private string[]? Values(string expression) => Ask($"query?query={Uri.EscapeDataString(expression)}") is not { } data ? null
            : [.. data.GetProperty("result").EnumerateArray().Select(series => double.Parse(
                series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture))];

        // It answers only once it has read its own files.
        private JsonElement? Ask(string question) =>
            AgentProcess.TryGet(_port, $"/api/v1/{question}") is ['{', ..] answer
                && JsonElement.Parse(answer) is var json
                && json.GetProperty("status").GetString() == "success" ? json.GetProperty("data") : null;
    }
}
