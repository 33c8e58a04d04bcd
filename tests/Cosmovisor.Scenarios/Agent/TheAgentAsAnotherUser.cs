using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Xunit;

namespace Cosmovisor.Tests.Agent;

/// <summary>The agent runs as a user of the home's group, who reads what the node's user writes, and can change nothing of it.</summary>
public static class TheAgentAsAnotherUser
{
    // Users that no machine has by name: the node's, and the agent's, who is in the node's group.
    private const string Node = "64001";
    private const string Agent = "64002";

    private static readonly string[] AsAgent = [$"--reuid={Agent}", $"--regid={Node}", "--clear-groups"];

    [Fact]
    public static void ReadsAndChangesNothing()
    {
        Assert.SkipUnless(Environment.UserName == "root", "to be two other users needs root");
        using var home = new NodeHome()
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Install("genesis", Scripts.Halt("v2"))
            .Install("upgrades/v2", "echo new; exec sleep 300")
            .Write("data/here", "");
        Assert.Equal(0, home.Shell($"chown -R {Node}:{Node} \"$DAEMON_HOME\" && chmod -R o= \"$DAEMON_HOME\"").Code);
        using var own = new NodeHome();
        Assert.Equal(0, own.Shell($"chown {Agent}:{Agent} \"$DAEMON_HOME\"").Code);
        using var agent = new AgentProcess(
            home, ["setpriv", .. AsAgent], ("COSMOVISOR_AGENT_STATE", own.Path), ("COSMOVISOR_NOTIFY", "exec:/bin/true"));
        using var run = new Run("setpriv", [$"--reuid={Node}", $"--regid={Node}", "--clear-groups", Executable.Cosmovisor, "start"],
            home.OwnVariables()).AwaitOutput("new");

        agent.Await("/api/v1/status", text => text.Contains("\"current\":\"upgrades/v2\"", StringComparison.Ordinal)
            && text.Contains("\"state\":\"running\"", StringComparison.Ordinal));
        Assert.Contains("\"supervisor\":\"running\"", agent.Get("/api/v1/status"), StringComparison.Ordinal);
        agent.Await("/api/v1/events", text => text.Contains("\"event\":\"upgrade-done\"", StringComparison.Ordinal));
        agent.Await("/api/v1/history", text => text.Contains("\"v2\"", StringComparison.Ordinal));
        Assert.Contains("\"name\":\"v2\",\"present\":true", agent.Get("/api/v1/upgrades"), StringComparison.Ordinal);
        Assert.Contains("DAEMON_RESTART_AFTER_UPGRADE", agent.Get("/api/v1/settings"), StringComparison.Ordinal);
        agent.Await("/metrics", text => text.Contains("cosmovisor_notices_sent_total{", StringComparison.Ordinal)
            && !text.Contains("cosmovisor_notices_sent_total{home=\"" + home.Path + "\"} 0\n", StringComparison.Ordinal));
        Assert.Equal("ok\n", agent.Get("/livez"));

        // The last that the supervisor writes down of this upgrade, a second after its start: the event first, and then the state.
        agent.Await("/api/v1/events", text => text.Contains("\"event\":\"upgrade-cannot-be-confirmed\"", StringComparison.Ordinal));
        Wait.Until("the state with what the network says", () =>
            File.ReadAllText(home.In("cosmovisor/state.json")).Contains("cannot-be-confirmed", StringComparison.Ordinal));
        var before = Contents(home);

        Ask(agent);
        Assert.Equal([], OpenToWrite(agent.Pid, home.Path));
        TryByHand(home);

        Assert.Equal(before, Contents(home));
        Assert.Contains("\"state\":\"running\"", agent.Get("/api/v1/status"), StringComparison.Ordinal);
        run.Signal(Run.Terminate);
        _ = run.End();
    }

    // Every method at every path, and paths that lead elsewhere.
    private static void Ask(AgentProcess agent)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        string[] paths = [
            "/",
            "/api/v1/status",
            "/api/v1/events",
            "/api/v1/upgrades",
            "/api/v1/settings",
            "/api/v1/outlook",
            "/api/v1/history",
            "/metrics",
            "/livez",
            "/readyz",
            "/openapi.json",
            "/api/v1/upgrade",
            "/cosmovisor/state.json",
            "/..%2f..%2fetc/passwd"
        ];

        foreach (var path in paths)
        {
            foreach (var method in new[] { "POST", "PUT", "PATCH", "DELETE", "MKCOL", "PROPFIND" })
            {
                using var question = new HttpRequestMessage(new HttpMethod(method), $"http://127.0.0.1:{agent.Port}{path}");
                using var answer = client.Send(question);
                Assert.True(
                    answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound,
                    $"{method} {path}: {answer.StatusCode}");
            }
        }
    }

    // What the agent's own rights let somebody do who has taken it over.
    private static void TryByHand(NodeHome home)
    {
        string[] tries =
        [
            "echo x >> cosmovisor/state.json", "echo x >> cosmovisor/events.jsonl", "echo x > cosmovisor/new",
            "rm -f cosmovisor/state.json", "mv cosmovisor/upgrades cosmovisor/taken",
            "ln -sfn genesis cosmovisor/current", "mkdir cosmovisor/holds", "echo x > cosmovisor/upgrades/v2/bin/dummyd",
            "mkdir cosmovisor/upgrades/v3", "rm -rf cosmovisor/genesis",
            "chmod g+w cosmovisor", "touch data/upgrade-info.json", "echo x > cosmovisor/agent.json", "mkdir cosmovisor/agent",
            "kill -TERM $(head -n1 cosmovisor/lock)",
        ];

        foreach (var one in tries)
        {
            Assert.True(
                home.RunUnder("setpriv", [.. AsAgent, "/bin/sh", "-c", $"cd '{home.Path}' && {{ {one}; }} 2>/dev/null"]).Code != 0,
                $"was done: {one}");
        }
    }

    private static string[] OpenToWrite(int pid, string folder)
    {
        return [.. Directory.GetFiles($"/proc/{pid}/fd")
            .Where(fd => new FileInfo(fd).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true && (Flags(fd) & 3) != 0)];

        int Flags(string fd) => Convert.ToInt32(File.ReadLines($"/proc/{pid}/fdinfo/{Path.GetFileName(fd)}")
            .First(line => line.StartsWith("flags:", StringComparison.Ordinal))[6..]
            .Trim(), 8);
    }

    private static string[] Contents(NodeHome home) =>
    [
        .. new DirectoryInfo(home.Path).EnumerateFileSystemInfos("*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = 0
        }).OrderBy(one => one.FullName, StringComparer.Ordinal)
            .Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"{one.FullName} {one.UnixFileMode} {one.LinkTarget} {(one is FileInfo { LinkTarget: null } file ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : "")}")),
    ];
}
