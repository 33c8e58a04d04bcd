using Cosmovisor.Chain;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>tests/data/rpc/*/gov_*: lists of proposals as nodes of SDK 0.42 to 0.55 gave them.</summary>
public static class RealProposals
{
    public static TheoryData<string> Lists => Files("gov_*.json");

    public static TheoryData<string> OfAnUpgradeInVoting => Files("gov_*_proposals_voting.json");

    public static TheoryData<string> OfACancellationInVoting => Files("gov_*_proposals_cancel_voting.json");

    public static TheoryData<string> Infos => Files("abci_info*.json");

    [Theory]
    [MemberData(nameof(Lists))]
    public static void AreReadOrTheNodeHasNoSuchQuery(string file)
    {
        Assert.True(RpcAnswer.Query(Bytes(file)).IsOk(out var answer, out var reason), reason);

        if (answer.IsUnknown)
        {
            // v1 came with 0.46, and 0.55 has v1beta1 no more.
            Assert.Contains(
                file.Split('/')[0], file.Contains("gov_v1_", StringComparison.Ordinal) ? new[] { "sdk-0.42", "sdk-0.45" } : ["sdk-0.55"]);
        }
        else if (answer.Code != 0)
        {
            // As long as one of several messages is in voting, the older list is refused whole.
            Assert.Contains("gov_v1beta1", file, StringComparison.Ordinal);
            Assert.Contains("amount of proposal messages not exactly one", answer.Log, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(answer.Read(ProposalsMessage.Parse).IsOk(out var proposals, out reason), reason);
            Assert.DoesNotContain(proposals.SelectMany(proposal => proposal.Changes), change => change is ProposedChange.Unusable);
            Assert.All(proposals, proposal => Assert.Equal(2026, proposal.VotingEnds?.Year));

            if (file.Contains("none", StringComparison.Ordinal) || file.EndsWith("_proposals_passed.json", StringComparison.Ordinal))
            {
                Assert.Empty(proposals);
            }
        }
    }

    [Theory]
    [MemberData(nameof(OfAnUpgradeInVoting))]
    public static void InVotingHaveThePlanThatWasPutIn(string file)
    {
        if (Read(file) is not [] and var proposals)
        {
            var plan = Assert.IsType<ProposedChange.Schedule>(Assert.Single(Assert.Single(proposals).Changes)).Plan;
            Assert.Equal("test1", plan.Name);
            Assert.True(plan.Height > 0);
            Assert.Contains("\"binaries\"", plan.Info, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(file.Split('/')[0], new[] { "sdk-0.42", "sdk-0.45", "sdk-0.55" });
        }
    }

    [Theory]
    [MemberData(nameof(OfACancellationInVoting))]
    public static void ThatCancelSayWhatTheyWouldDo(string file)
    {
        if (Read(file) is not [] and var proposals)
        {
            Assert.Contains(proposals, proposal => proposal.Changes is [ProposedChange.Cancel]);
        }
        else
        {
            Assert.Contains("gov_v1beta1", file, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Infos))]
    public static void OfAnApplicationTellItsHeight(string file)
    {
        Assert.True(RpcAnswer.AppHeight(Bytes(file)).IsOk(out var height, out var reason), reason);
        Assert.True(height > 0);
    }

    private static IReadOnlyList<Proposal> Read(string file) =>
        RpcAnswer.Query(Bytes(file)).Then(answer => answer.Read(ProposalsMessage.Parse)).IsOk(out var proposals, out _) ? proposals : [];

    private static byte[] Bytes(string file) => File.ReadAllBytes(Repository.In(["tests", "data", "rpc", .. file.Split('/')]));

    private static TheoryData<string> Files(string pattern)
    {
        var root = Repository.In("tests", "data", "rpc");
        return [.. Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal)];
    }
}
