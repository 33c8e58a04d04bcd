using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Agent;

/// <summary>cosmovisor-agent beside a real supervisor.</summary>
[ManyStarts]
public static class TheAgent
{
    [Fact]
    public static void ShowsAnUpgradeInItsApiItsStreamAndItsMetrics()
    {
        using var home = Home();
        using var agent = new AgentProcess(home);
        using var run = home.Start("start").AwaitOutput("new");

        agent.Await("/api/v1/status", text => text.Contains("\"current\":\"upgrades/v2\"", StringComparison.Ordinal)
            && text.Contains("\"state\":\"running\"", StringComparison.Ordinal));

        Assert.Contains("\"supervisor\":\"running\"", agent.Get("/api/v1/status"), StringComparison.Ordinal);
        Assert.Contains("\"event\":\"upgrade-done\"", agent.Get("/api/v1/events"), StringComparison.Ordinal);
        Assert.Contains(
            $"cosmovisor_upgrades_total{{home=\"{home.Path}\",result=\"done\"}} 1\n", agent.Get("/metrics"), StringComparison.Ordinal);
        Assert.Contains($"cosmovisor_daemon_up{{home=\"{home.Path}\"}} 1\n", agent.Get("/metrics"), StringComparison.Ordinal);
        Assert.Contains("\"name\":\"v2\",\"present\":true", agent.Get("/api/v1/upgrades"), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>", agent.Get("/"), StringComparison.Ordinal);
        run.Signal(Run.Terminate);
        _ = run.End();
        agent.Await("/metrics", text => text.Contains($"cosmovisor_up{{home=\"{home.Path}\"}} 0\n", StringComparison.Ordinal));
    }

    [Fact]
    public static void LosesNoNoticeHoweverOftenItIsKilled()
    {
        using var home = Home();
        var heard = Path.Join(home.Path, "heard");
        var tell = Path.Join(home.Path, "tell");
        File.WriteAllText(tell, $"#!/bin/sh\ncat > {heard}.$$ && mv {heard}.$$ {heard}-$(date +%s%N)-$$\n");
        File.SetUnixFileMode(tell, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var notify = ("COSMOVISOR_NOTIFY", $"exec:{tell}#level=info");
        new AgentProcess(home, notify).Dispose(); // its first start: what was before is history

        using (var run = home.Start("start").AwaitOutput("new"))
        {
            for (var i = 0; i < 8; i++)
            {
                new AgentProcess(home, notify).Dispose();
            }

            run.Signal(Run.Terminate);
            _ = run.End();
        }

        using var last = new AgentProcess(home, notify);
        string[] written = [.. File.ReadLines(home.In("cosmovisor/events.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("level").GetString() != "debug")
            .Select(line => $"{line.GetProperty("at")} {line.GetProperty("event")} {line.GetProperty("says")}")];
        Wait.Until("all that was written", () => !written.Except(Heard()).Any(), () => string.Join(" | ", Heard()));

        string[] Heard() => [.. Directory.GetFiles(home.Path, "heard-*").Where(file => new FileInfo(file).Length > 0).Select(
            file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)
            .Select(line => $"{line.GetProperty("at")} {line.GetProperty("event")} {line.GetProperty("says")}")];
    }

    [Fact]
    public static void IsKeptAliveByTheSupervisorAndEndsWithIt()
    {
        Assert.SkipUnless(
            File.Exists(Path.Join(Path.GetDirectoryName(Executable.Cosmovisor), "cosmovisor-agent")),
            "the agent lies beside cosmovisor only once both are published");
        using var home = new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/here", "");
        var port = LoopbackPort.Free();
        _ = home.Set("COSMOVISOR_AGENT", "true").Set("COSMOVISOR_LISTEN", $"127.0.0.1:{port}");
        using var run = home.Start("start").AwaitOutput("started");

        Wait.Until("an agent", () => AgentProcess.TryGet(port, "/livez") == "ok\n");
        var first = Children(run.Pid).Single(child => NameOf(child) == "cosmovisor-agen");
        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        Wait.Until("the next agent", () => Children(run.Pid).Any(child => child != first && NameOf(child) == "cosmovisor-agen")
            && AgentProcess.TryGet(port, "/livez") == "ok\n");
        Assert.Contains("the agent has ended; the node does not need it", File.ReadAllText(home.In("cosmovisor/cosmovisor.log")),
            StringComparison.Ordinal);
        run.Signal(Run.Terminate);
        _ = run.End();

        Assert.Null(AgentProcess.TryGet(port, "/livez"));
    }

    [Fact]
    public static void SendsATestForTheOperatorsTool()
    {
        using var home = new NodeHome();
        var (tell, heard) = (Path.Join(home.Path, "tell"), Path.Join(home.Path, "heard"));
        File.WriteAllText(tell, $"#!/bin/sh\ncat > {heard}\n");
        File.SetUnixFileMode(tell, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _ = home.Set("PATH", $"{Path.GetDirectoryName(Executable.Agent)}:{Environment.GetEnvironmentVariable("PATH")}")
            .Set("COSMOVISOR_NOTIFY", "exec:/bin/false");

        var end = home.Ctl("notify", "--test", $"exec:{tell}");

        Assert.Equal((0, "", $"exec {tell}: sent\n"), (end.Code, end.Error, end.Output));
        Assert.Equal("test", JsonDocument.Parse(File.ReadAllText(heard)).RootElement.GetProperty("event").GetString());
        Assert.Equal(1, home.Ctl("notify", "--test").Code);
        Assert.Equal(64, home.Ctl("notify", $"exec:{tell}").Code);
        Assert.Equal(0, home.Ctl("notify", "--help").Code);
    }

    private static NodeHome Home() => new NodeHome()
        .Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
        .Install("genesis", Scripts.Halt("v2"))
        .Install("upgrades/v2", "echo new; exec sleep 300")
        .Write("data/here", "");

    private static int[] Children(int pid)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{pid}/task")
                .SelectMany(task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(int.Parse)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
