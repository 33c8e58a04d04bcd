using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Rpc;

/// <summary>The governance's proposals in voting, as gov v1 (from SDK 0.46) and v1beta1 (up to 0.54) tell them.</summary>
internal sealed class Proposals(Options options, long height)
{
    private const int InVotingPeriod = 2;

    public static bool AreAskedFor(string query, Era era) =>
        (era >= Era.V046 && query.Contains("/cosmos.gov.v1.Query/Proposals", StringComparison.Ordinal))
        || (era < Era.V055 && query.Contains("/cosmos.gov.v1beta1.Query/Proposals", StringComparison.Ordinal));

    /// <summary>QueryProposalsResponse { proposals = 1 { id = 1, messages = 2, status = 3, voting_end_time = 9 } }.</summary>
    public byte[] InVoting() =>
        [.. options.Plans.Select((plan, i) => (Plan: plan, Id: i + 1)).Where(one => height >= one.Plan.VotedAt - options.VoteBlocks && height < one.Plan.VotedAt).SelectMany(one => Wire.Field(1, Proposal(one.Plan, one.Id)))];

    // Up to 0.45 its content was the legacy proposal itself, from 0.46 on a message.
    private byte[] Proposal(ChainPlan plan, long id)
    {
        var content = options.Era >= Era.V046
            ? Any("/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", Wire.Field(2, Wire.Plan(plan)))
            : Any("/cosmos.upgrade.v1beta1.SoftwareUpgradeProposal", Wire.Field(3, Wire.Plan(plan)));
        var ends = DateTimeOffset.UtcNow + ((plan.VotedAt - height) * options.BlockTime);
        return [.. Wire.Field(1, id), .. Wire.Field(2, content), .. Wire.Field(3, InVotingPeriod), .. Wire.Field(9, Wire.Field(1, ends.ToUnixTimeSeconds()))];
    }

    private static byte[] Any(string type, byte[] value) => [.. Wire.Field(1, type), .. Wire.Field(2, value)];
}
