using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Rpc;

/// <summary>The governance's proposals in voting, as gov v1 (from SDK 0.46) and v1beta1 (up to 0.54) tell them.</summary>
internal sealed class Proposals(Options options, long height)
{
    private const int InVotingPeriod = 2;

    public static bool AreAskedFor(string query, Era era) =>
        (era >= Era.V046 && query.Contains("/cosmos.gov.v1.Query/Proposals", StringComparison.Ordinal))
        || (era < Era.V055 && query.Contains("/cosmos.gov.v1beta1.Query/Proposals", StringComparison.Ordinal));

    private const int TextLength = 8 * 1024;
    private const int UsualLimit = 100;

    /// <summary>QueryProposalsResponse { proposals = 1 { id = 1, messages = 2, status = 3, voting_end_time = 9 } }.</summary>
    /// <param name="query">Of the question; its page counts.</param>
    public byte[] InVoting(string query)
    {
        var others = Enumerable.Range(1, options.Proposals).Select(id => (Id: id, Plan: (ChainPlan?)null));
        var upgrades = options.Plans.Select((plan, i) => (Id: options.Proposals + i + 1, Plan: (ChainPlan?)plan))
            .Where(one => height >= one.Plan!.VotedAt - options.VoteBlocks && height < one.Plan.VotedAt);
        var all = others.Concat(upgrades);
        var (limit, isReverse) = Page(query);
        return [.. (isReverse ? all.OrderByDescending(one => one.Id) : all).Take(limit).SelectMany(
            one => Wire.Field(1, one.Plan is { } plan ? Proposal(plan, one.Id) : Other(one.Id)))];
    }

    // QueryProposalsRequest { …, pagination = 4 { limit = 3, reverse = 5 } }, as a supervisor asks: small numbers, no key.
    private static (int Limit, bool IsReverse) Page(string query)
    {
        var data = query.Split('&').FirstOrDefault(word => word.StartsWith("data=0x", StringComparison.Ordinal)) is { } word
            ? Convert.FromHexString(word["data=0x".Length..]) : [];
        var at = Array.IndexOf(data, (byte)((4 << 3) | 2));
        byte? Of(int field) =>
            at >= 0 && data.AsSpan(at + 2).IndexOf((byte)(field << 3)) is >= 0 and var found ? data[at + 2 + found + 1] : null;
        return (Of(3) ?? UsualLimit, Of(5) == 1);
    }

    private static byte[] Other(long id)
    {
        var text = Any("/cosmos.gov.v1beta1.TextProposal", Wire.Field(1, new string('x', TextLength)));
        return [.. Wire.Field(1, id), .. Wire.Field(2, text), .. Wire.Field(3, InVotingPeriod), .. Wire.Field(
            9, Wire.Field(1, DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds()))];
    }

    // Up to 0.45 its content was the legacy proposal itself, from 0.46 on a message.
    private byte[] Proposal(ChainPlan plan, long id)
    {
        var content = options.Era >= Era.V046
            ? Any("/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", Wire.Field(2, Wire.Plan(plan)))
            : Any("/cosmos.upgrade.v1beta1.SoftwareUpgradeProposal", Wire.Field(3, Wire.Plan(plan)));
        var ends = DateTimeOffset.UtcNow + ((plan.VotedAt - height) * options.BlockTime);
        return [.. Wire.Field(1, id), .. Wire.Field(2, content), .. Wire.Field(3, InVotingPeriod), .. Wire.Field(
            9, Wire.Field(1, ends.ToUnixTimeSeconds()))];
    }

    private static byte[] Any(string type, byte[] value) => [.. Wire.Field(1, type), .. Wire.Field(2, value)];
}
