using System.Text;
using Cosmovisor.Chain;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>Answers of an RPC that lack what was asked for, and those of old nodes, which leave out the envelope.</summary>
public static class AnswersThatSayNothing
{
    [Theory]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("{}", "it has no result")]
    [InlineData("""{"result":[]}""", "it has no result")]
    [InlineData("""{"code":1}""", "it has no result")]
    [InlineData("""{"message":"x"}""", "it has no result")]
    [InlineData("""{"code":-32603,"message":"Internal error","data":"height 5 is not available"}""",
        "it is an error: Internal error height 5 is not available")]
    [InlineData("""{"error":{"code":1,"message":"x"}}""", "it is an error: x")]
    [InlineData("""{"error":"x","result":{}}""", "it is an error: x")]
    [InlineData("""{"error":null,"result":{}}""", null)]
    [InlineData("""{"result":{}}""", null)]
    [InlineData("""{"response":1}""", null)]
    [InlineData("""{"node_info":1}""", null)]
    [InlineData("""{"block_metas":1}""", null)]
    [InlineData("""{"round_state":1}""", null)]
    [InlineData("""{"validators":1}""", null)]
    [InlineData("""{"signed_header":1}""", null)]
    public static void AreRefusedInWords(string json, string? why) =>
        Assert.Equal(why, Reason(RpcAnswer.Result(Encoding.UTF8.GetBytes(json), _ => Parsed.Ok(true))));

    [Theory]
    [InlineData("""{"result":{"response":"x"}}""", "it has no response")]
    [InlineData("""{"result":{}}""", "it has no response")]
    [InlineData("""{"result":{"response":{"value":"*"}}}""", "its value is not base64")]
    [InlineData("""{"result":{"response":{"value":7}}}""", "its value is not base64")]
    public static void HaveNoAnswerOfTheApplication(string json, string why) =>
        Assert.Equal(why, Reason(RpcAnswer.Query(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("""{"result":{"response":{"code":6,"log":"unknown query"}}}""", 6, "unknown query")]
    [InlineData("""{"result":{"response":{"code":6}}}""", 6, "")]
    [InlineData("""{"result":{"response":{"code":"6"}}}""", 0, "")]
    [InlineData("""{"result":{"response":{"code":0,"value":null}}}""", 0, "")]
    [InlineData("""{"result":{"response":{}}}""", 0, "")]
    public static void HaveACodeAndALogOfTheApplication(string json, long code, string log)
    {
        Assert.True(RpcAnswer.Query(Encoding.UTF8.GetBytes(json)).IsOk(out var answer, out var reason), reason);
        Assert.Equal((code, log), (answer.Code, answer.Log));
    }

    [Fact]
    public static void NameWhatTheyLack()
    {
        var empty = """{"result":{}}"""u8.ToArray();
        var wrong = """{"result":{"block_metas":{},"response":{"last_block_height":7}}}"""u8.ToArray();

        Assert.Equal("it has no node_info.id and sync_info.latest_block_height", Reason(RpcAnswer.Status(empty)));
        Assert.Equal("it has no response.last_block_height", Reason(RpcAnswer.AppHeight(empty)));
        Assert.Equal("it has no response.last_block_height", Reason(RpcAnswer.AppHeight(wrong)));
        Assert.Equal("it has no block_metas", Reason(RpcAnswer.BlockTimes(empty)));
        Assert.Equal("it has no block_metas", Reason(RpcAnswer.BlockTimes(wrong)));
    }

    [Fact]
    public static void OfAStatusMayLackAllButWhoAndHowHigh()
    {
        var json = """{"result":{"node_info":{"id":"n"},"sync_info":{"latest_block_height":"5"}}}"""u8.ToArray();

        Assert.True(RpcAnswer.Status(json).IsOk(out var status, out var reason), reason);
        Assert.Equal(new NodeStatus("n", 5) { ChainId = "" }, status);
    }

    [Fact]
    public static void OfAStatusSayWhenAndWithWhatPower()
    {
        var json =
            """
            {"result":{"node_info":{"id":"n","network":"c-1"},"sync_info":{"latest_block_height":"5","catching_up":true,
              "latest_block_time":"2026-11-28T12:00:00.5Z"},"validator_info":{"address":"AB","voting_power":"7"}}}
            """u8.ToArray();

        Assert.True(RpcAnswer.Status(json).IsOk(out var status, out var reason), reason);
        Assert.Equal(
            new NodeStatus("n", 5)
            {
                ChainId = "c-1",
                CatchingUp = true,
                LastBlockTime = new DateTimeOffset(2026, 11, 28, 12, 0, 0, 500, TimeSpan.Zero),
                Address = "AB",
                Power = 7,
            },
            status);
    }

    [Theory]
    [InlineData("https://x.org/a?k=v", "/status", "https://x.org/a/status?k=v")]
    [InlineData("https://x.org/a/?k=v", "/abci_query?path=1", "https://x.org/a/abci_query?path=1&k=v")]
    [InlineData("https://x.org", "/abci_query?path=1", "https://x.org/abci_query?path=1")]
    public static void AreAskedForWithTheTokenOfTheAddress(string address, string path, string question)
    {
        Assert.True(RpcAddress.ParseUrl(address).IsOk(out var rpc, out var reason), reason);
        Assert.Equal(question, rpc.Question(path).AbsoluteUri);
    }

    [Theory]
    [InlineData("ws://x.org", "\"ws://x.org\"")]
    [InlineData("wss://x.org/word", "\"wss://x.org/***\"")]
    [InlineData("http://x.org/#word", "\"http://x.org/***\"")]
    [InlineData("tcp://x.org:1", "\"tcp://x.org:1\"")]
    [InlineData("word://x.org", "it (not repeated, for it may hold a secret)")]
    [InlineData("word", "it (not repeated, for it may hold a secret)")]
    public static void AreNotAskedOfWhatIsNoRpc(string address, string shown) => Assert.Equal(
        $"{shown} is not the address of an RPC; expected something like https://rpc.example.org",
        Reason(RpcAddress.ParseUrl(address)));

    private static string? Reason<T>(Parsed<T> parsed) => parsed.IsOk(out _, out var reason) ? null : reason;
}
