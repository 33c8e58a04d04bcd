using System.Text;
using Cosmovisor.Chain;
using Cosmovisor.Plans;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>What nodes answer to our two questions.</summary>
public static class RpcAnswers
{
    /// <summary>Name v2, the time of Go's zero, height 12345, an info; put together by hand after the encoding of protobuf.</summary>
    private const string PlanV2 = "CiUKAnYyEgsIgJK4w5j+////ARi5YCIPeyJiaW5hcmllcyI6e319";

    [Fact]
    public static void TellAPlan()
    {
        var plan = Plan("""{"jsonrpc":"2.0","id":-1,"result":{"response":{"code":0,"log":"","info":"","index":"0","key":null,"value":"PLAN","proofOps":null,"height":"12000","codespace":""}}}"""
            .Replace("PLAN", PlanV2, StringComparison.Ordinal));

        Assert.True(plan.IsOk(out var read, out var reason), reason);
        Assert.Equal(("v2", 12345L, """{"binaries":{}}"""), (read!.Name, read.Height, read.Info));
    }

    /// <summary>The code alone says less: v1beta1 refuses with it a list that holds a proposal of several messages.</summary>
    [Theory]
    [InlineData(6, "unknown query path: unknown request", true)]
    [InlineData(6, "can't convert a gov/v1 Proposal to gov/v1beta1 Proposal", false)]
    [InlineData(1, "unknown query path", false)]
    public static void TellThatTheQueryIsNotKnown(long code, string log, bool isUnknown) =>
        Assert.Equal(isUnknown, new QueryAnswer(code, log, []).IsUnknown);

    [Theory]
    [InlineData("cosmos.gov", false, "/abci_query?path=%22/cosmos.gov.v1.Query/Proposals%22&data=0x0802220418142801")]
    [InlineData("atomone.gov", true, "/abci_query?path=%22/atomone.gov.v1beta1.Query/Proposals%22&data=0x0802220418142801")]
    public static void AreAskedForOfProposalsByTheirPackage(string package, bool isOld, string path) =>
        Assert.Equal(path, ProposalsMessage.Path(package, isOld));

    [Fact]
    public static void TellWhoHasSignedABlock()
    {
        var json = """
            {"result":{"signed_header":{"commit":{"height":"9","signatures":[
              {"block_id_flag":2,"validator_address":"AA"},{"block_id_flag":1,"validator_address":""},
              {"block_id_flag":3,"validator_address":"CC"},{"block_id_flag":2,"validator_address":"DD"},
              {"block_id_flag":"2","validator_address":"EE"},{"block_id_flag":2},null,7]}}}}
            """;

        Assert.True(ConsensusAnswer.Signers(Encoding.UTF8.GetBytes(json)).IsOk(out var signers, out var reason), reason);
        Assert.Equal(["AA", "DD"], signers);
    }

    [Theory]
    [InlineData("""{"result":{}}""")]
    [InlineData("""{"result":{"signed_header":[]}}""")]
    [InlineData("""{"result":{"signed_header":{"commit":[]}}}""")]
    [InlineData("""{"result":{"signed_header":{"commit":{"signatures":null}}}}""")]
    public static void WithoutSignaturesAreRefused(string json)
    {
        Assert.False(ConsensusAnswer.Signers(Encoding.UTF8.GetBytes(json)).IsOk(out _, out var reason));
        Assert.Equal("it has no signed_header.commit.signatures", reason);
    }

    [Fact]
    public static void ThatAreNotOfTheConsensusAreRefused()
    {
        var nothing = """{"result":{}}"""u8.ToArray();

        Assert.False(ConsensusAnswer.Votes(nothing).IsOk(out _, out var votes));
        Assert.False(ConsensusAnswer.PeerHeights(nothing).IsOk(out _, out var peers));
        Assert.False(ConsensusAnswer.Validators(nothing).IsOk(out _, out var validators));
        Assert.Equal(
            ("it has no round_state with a height and its votes", "it has no peers", "it has no validators"), (votes, peers, validators));
    }

    [Fact]
    public static void OfValidatorsMayLackAPowerOrAnAddress()
    {
        var json = """{"result":{"validators":[{"address":"AA","voting_power":"5"},{"voting_power":"x"}],"total":"2"}}""";

        Assert.True(ConsensusAnswer.Validators(Encoding.UTF8.GetBytes(json)).IsOk(out var page, out var reason), reason);
        Assert.Equal([new ValidatorPower("AA", 5), new ValidatorPower("", 0)], page.Validators);
        Assert.Equal(("/validators?height=9&page=2&per_page=100", "/commit?height=9"),
            (ConsensusAnswer.ValidatorsPath(9, 2), ConsensusAnswer.CommitPath(9)));
    }

    // Before Tendermint 0.34 the number of a round is a text.
    [Theory]
    [InlineData("1", 1)]
    [InlineData("\"1\"", 1)]
    [InlineData("\"x\"", null)]
    [InlineData("[]", null)]
    public static void OfVotesHaveRoundsByTheirNumber(string number, int? round)
    {
        var json = """{"result":{"round_state":{"height/round/step":"9/1/4","height_vote_set":[{"round":N,"prevotes":["nil-Vote"],"prevotes_bit_array":"BA{1:_} 0/10 = 0.00"}]}}}""";

        Assert.True(
            ConsensusAnswer.Votes(Encoding.UTF8.GetBytes(json.Replace("N,", $"{number},", StringComparison.Ordinal)))
                .IsOk(out var votes, out var reason),
            reason);
        Assert.Equal((9, 1), (votes.Height, votes.Round));
        Assert.Equal(round, votes.Rounds.SingleOrDefault()?.Number);
    }

    [Theory]
    [InlineData("""{"result":{"response":{"code":0,"value":null,"height":"1"}}}""")]
    [InlineData("""{"result":{"response":{"value":""}}}""")]
    [InlineData("""{"result":{"response":{}}}""")]
    public static void TellThatThereIsNoPlan(string json)
    {
        Assert.True(Plan(json).IsOk(out var plan, out var reason), reason);
        Assert.Null(plan);
    }

    [Theory]
    [InlineData(
        """{"result":{"response":{"code":6,"log":"unknown query path"}}}""", "it refuses the query with code 6: unknown query path")]
    [InlineData("""{"error":{"code":-32603,"message":"Internal error","data":"no state"}}""", "it is an error: Internal error no state")]
    [InlineData("""{"result":{"response":{"value":"!"}}}""", "its value is not base64")]
    [InlineData("""{"result":{"response":{"value":"CgX/////"}}}""", "it is not a QueryCurrentPlanResponse: ")]
    [InlineData("""{"result":{"response":{"value":"CgQKAi4u"}}}""", "the upgrade")]
    [InlineData("""{"result":[]}""", "it has no result")]
    [InlineData("""{"result":{}}""", "it has no response")]
    [InlineData("{}", "it has no result")]
    [InlineData("""{"code":-32604,"message":"no such","data":"path"}""", "it is an error: no such path")] // without the envelope
    [InlineData("""{"jsonrpc":"2.0","error":"no","result":{"response":{"value":null}}}""", "it is an error: no")]
    [InlineData("""{"response":{"code":6,"log":"unknown query path"}}""", "it refuses the query with code 6: unknown query path")]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("""{"result":{"response":{"log":"\ud800","code":1}}}""", "it holds invalid text (")]
    [InlineData("<html>", "it is not complete JSON (")]
    public static void ThatTellNothingAreToldInASentence(string json, string expected)
    {
        Assert.False(Plan(json).IsOk(out _, out var reason));
        Assert.StartsWith(expected, reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void TellWhoANodeIsAndHowFar()
    {
        Assert.True(
            Status(
                """{"result":{"node_info":{"id":"21fe","network":"a-1"},"sync_info":{"latest_block_height":"77","catching_up":false}}}""")
                .IsOk(out var status, out var reason),
            reason);
        Assert.Equal(new NodeStatus("21fe", 77) { ChainId = "a-1" }, status);
    }

    [Theory]
    [InlineData("""{"result":{"node_info":{"id":"a"},"sync_info":{"latest_block_height":"-1"}}}""")]
    [InlineData("""{"result":{"node_info":{"id":"a"},"sync_info":"x"}}""")]
    [InlineData("""{"result":{"node_info":{"id":""},"sync_info":{"latest_block_height":"1"}}}""")]
    public static void WithoutWhoOrHowFarAreNoStatus(string json) => Assert.False(Status(json).IsOk(out _, out _));

    [Fact]
    public static void NoBytesWhateverThrow()
    {
        Gen.Byte.Array.Sample(bytes => Answer.IsWhole(RpcAnswer.Status(bytes)) && Answer.IsWhole(RpcAnswer.CurrentPlan(bytes)));
        Gen.Byte.Array[0, 60].Sample(bytes => Answer.IsWhole(CurrentPlanMessage.Parse(bytes)));
        Gen.Int[0, 36].Select(Gen.Byte).Sample((at, other) =>
        {
            var bytes = Convert.FromBase64String(PlanV2);
            bytes[at] = other;
            return Answer.IsWhole(CurrentPlanMessage.Parse(bytes), plan => plan is null or { Height: >= 0, Name.Length: > 0 });
        });
    }

    private static Parsed<UpgradePlan?> Plan(string json) => RpcAnswer.CurrentPlan(Encoding.UTF8.GetBytes(json));

    private static Parsed<NodeStatus> Status(string json) => RpcAnswer.Status(Encoding.UTF8.GetBytes(json));
}
