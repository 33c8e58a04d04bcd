using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>Whatever a node answers: a look ends, says what it could not find out, and forgets nothing that it knew.</summary>
[ManyStarts]
public static class LookingAheadAtOddNodes
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static readonly TimeSpan LongerThanALook = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Oddities => [.. Odd.Keys];

    private static Dictionary<string, (Action<Socket> Does, string Says)> Odd { get; } = new()
    {
        ["garbage"] = (client => Send(client, $"{Head}Content-Length: 6\r\n\r\n<html>"), "it is not complete JSON"),
        ["no HTTP"] = (client => Send(client, "SSH-2.0-OpenSSH\r\n"), "does not answer"),
        ["hangs up"] = (client => client.Close(), "does not answer"),
        ["never ends"] = (Endless, "is longer than a look may read"),
        ["promises a gigabyte"] = (client => Send(client, $"{Head}Content-Length: 1073741824\r\n\r\n{{"), "is longer than a look may read"),
        ["silence"] = (_ => Thread.Sleep(LongerThanALook), "did not answer within 5 s"),
        ["refuses"] = (
            client => Answer(client, """{"jsonrpc":"2.0","id":-1,"result":{"response":{"code":18,"log":"panic\u001b[2J","value":null}}}"""),
            @"refuses the query with code 18: panic\x1b[2J"),
        ["an error"] = (
            client => Answer(client, """{"jsonrpc":"2.0","id":-1,"error":{"code":-32603,"message":"Internal error","data":"pruned"}}"""),
            "it is an error: Internal error pruned"),
        ["no protobuf"] = (
            client => Answer(client, """{"jsonrpc":"2.0","id":-1,"result":{"response":{"code":0,"value":"////"}}}"""), "it is not a "),
    };

    [Theory]
    [MemberData(nameof(Oddities))]
    public static void IsTroubleInASentenceAndLosesNoPlan(string how)
    {
        using var home = new NodeHome().Install("genesis", "true").Write("data/here", "");

        using (new AnsweringNode(home, 77) { Plan = ("v2", 100, "") })
        {
            _ = home.Ctl("look-ahead");
        }

        using var odd = new AnsweringNode(home, 80) { Oddly = Odd[how].Does };
        var end = home.Ctl("look-ahead", "--json");

        Assert.Equal((1, ""), (end.Code, end.Error));
        var outlook = JsonDocument.Parse(end.Output).RootElement;
        Assert.Contains(Odd[how].Says, outlook.GetProperty("trouble").GetString(), StringComparison.Ordinal);
        Assert.Equal(80, outlook.GetProperty("node").GetProperty("height").GetInt64());
        Assert.Equal("decided", outlook.GetProperty("plans")[0].GetProperty("status").GetString());
    }

    [Fact]
    public static void AFallbackOfAnotherChainIsNotBelieved()
    {
        using var home = new NodeHome().Install("genesis", "true").Write("data/here", "");
        using var elsewhere = new NodeHome();
        using var other = new AnsweringNode(elsewhere, 90, id: new string('b', 40)) { Plan = ("v3", 200, "") };
        _ = home.Set("COSMOVISOR_RPC_FALLBACKS", other.Rpc).Write(
            "cosmovisor/outlook.json",
            """{"version":1,"at":"2026-01-01T00:00:00Z","node":{"chainId":"chain-2","reachable":true},"plans":[]}""");

        var end = home.Ctl("look-ahead");

        Assert.Contains("is of the chain \"chain-1\", and this home's is \"chain-2\"", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("v3", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void AFallbackOfTheChainIsMarkedAsForeign()
    {
        using var home = new NodeHome().Install("genesis", "true").Write("data/here", "");
        using var elsewhere = new NodeHome();
        using var other = new AnsweringNode(elsewhere, 90, id: new string('b', 40)) { Plan = ("v3", 200, "") };
        _ = home.Set("COSMOVISOR_RPC_FALLBACKS", other.Rpc).Write(
            "cosmovisor/outlook.json",
            """{"version":1,"at":"2026-01-01T00:00:00Z","node":{"chainId":"chain-1","reachable":true},"plans":[]}""");

        var node = JsonDocument.Parse(home.Ctl("look-ahead", "--json").Output).RootElement.GetProperty("node");

        Assert.Equal(
            (false, true, 90),
            (node.GetProperty("reachable").GetBoolean(), node.GetProperty("foreign").GetBoolean(), node.GetProperty("height").GetInt64()));
    }

    [Fact]
    public static void AnUpgradeThatValidatorsHaveSignalledForIsDecided()
    {
        using var home = new NodeHome().Install("genesis", "true").Write("data/here", "");
        using var node = new AnsweringNode(home, 77) { Signalled = (6, 5000) };

        Assert.Contains("v6 at height 5000: decided, in 4923 blocks", home.Ctl("look-ahead").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void TheAddressThatAnOperatorNamesIsAskedAndItsSecretsAreWrittenNowhere()
    {
        using var home =
            new NodeHome().Install("genesis", "echo started; exec sleep 300").Write("data/here", "").Set("COSMOVISOR_LOOK_AHEAD", "1s");
        using var node = new AnsweringNode(home, 77)
        {
            Plan = ("v2", 100, ""),
            Prefix = "/gate/t0ken",
            Head = $"Basic {Convert.ToBase64String("me:passw0rd"u8)}"
        };
        _ = home.Set("COSMOVISOR_NODE_RPC", $"{node.Rpc.Replace("http://", "http://me:passw0rd@", StringComparison.Ordinal)}/gate/t0ken")
            .Write("config/config.toml", "[rpc]\nladdr = \"tcp://127.0.0.1:1\"\n");
        using var run = home.Start("start").AwaitOutput("started");
        _ = run.Await("a decided upgrade", () => home.Log.Contains("the chain has decided on an upgrade", StringComparison.Ordinal));

        var said = string.Concat(new[] { home.Ctl("config"), home.Ctl("config", "--json"), home.Ctl("look-ahead"), home.Ctl(
            "status", "--json"), home.Ctl("doctor"), home.Ctl("init", "genesis") }.Select(end => end.Output + end.Error));
        run.Signal(Run.Terminate);
        _ = run.End();

        Assert.Contains($"COSMOVISOR_NODE_RPC: {node.Rpc}/***", said, StringComparison.Ordinal);

        foreach (var text in Directory.EnumerateFiles(home.In("cosmovisor"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Append(said))
        {
            Assert.DoesNotContain("t0ken", text, StringComparison.Ordinal);
            Assert.DoesNotContain("passw0rd", text, StringComparison.Ordinal);
        }
    }

    private static void Answer(Socket client, string json) =>
        Send(client, $"{Head}Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\nConnection: close\r\n\r\n{json}");

    private static void Send(Socket client, string text) => _ = client.Send(Encoding.UTF8.GetBytes(text));

    private static void Endless(Socket client)
    {
        Send(client, $"{Head}Connection: close\r\n\r\n");
        var part = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));

        try
        {
            while (client.Send(part) > 0)
            {
                // until it hangs up
            }
        }
        catch (SocketException)
        {
            // it has
        }
    }
}
