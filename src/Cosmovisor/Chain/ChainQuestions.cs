using Cosmovisor.LookAhead;
using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>All that a look ahead asks: the node of this home, and where that does not answer another node of its chain.</summary>
internal sealed class ChainQuestions(ChainQuestionsRequest request)
{
    private const int MostQuestions = 8;
    private const int MostBytes = 2 * 1024 * 1024;
    private const int BlocksBetween = 40;
    private const int StretchesOfBlocks = 3;

    private readonly Asked _asked = new(MostQuestions, MostBytes, TimeSpan.FromMilliseconds(request.Milliseconds));
    private readonly NodeConfig _config = new(request.Home);

    public async Task<ChainSeen> AskAsync(CancellationToken ct)
    {
        if ((await FindAsync(ct)).IsOk(out var found, out var reason))
        {
            return await AskAsync(found.Rpc, found.Node, ct);
        }

        return ChainSeen.Nothing(reason);
    }

    // The first that answers and is believed: the home's own node before all others.
    private async Task<Parsed<(RpcAddress Rpc, OutlookNode Node)>> FindAsync(CancellationToken ct)
    {
        var own = await OwnAsync(ct);

        if (own is Parsed<(RpcAddress, OutlookNode)>.Ok)
        {
            return own;
        }

        List<string> reasons = [own.IsOk(out _, out var reason) ? "" : reason];

        foreach (var url in request.Fallbacks)
        {
            var other = RpcAddress.ParseUrl(url).IsOk(out var address, out var wrong) ? await OtherAsync(address, ct)
                : Parsed.Invalid<(RpcAddress, OutlookNode)>(wrong);

            if (other.IsOk(out _, out wrong))
            {
                return other;
            }

            reasons.Add(wrong);
        }

        return Parsed.Invalid<(RpcAddress, OutlookNode)>(string.Join("; ", reasons));
    }

    private async Task<Parsed<(RpcAddress Rpc, OutlookNode Node)>> OwnAsync(CancellationToken ct)
    {
        if (!NodeDoor.Of(_config, request.Rpc).IsOk(out var door, out var reason))
        {
            return Parsed.Invalid<(RpcAddress, OutlookNode)>(reason);
        }

        // What the operator names may stand before several nodes of the chain: what such a one says is worth what a fallback's word is.
        return (await _asked.AskAsync(door.Rpc, RpcAnswer.StatusPath, RpcAnswer.Status, ct)).Then(status =>
            status.Id == door.Id ? Parsed.Ok((door.Rpc, NodeOf(door.Rpc, status, isForeign: false)))
            : request.Rpc is not null && status.ChainId.Length > 0 && status.ChainId == request.ChainId
                ? Parsed.Ok((door.Rpc, NodeOf(door.Rpc, status, isForeign: true)))
            : Parsed.Invalid<(RpcAddress, OutlookNode)>(door.AnsweredBy(status.Id)));
    }

    // A fallback of another chain would have another chain's binary fetched.
    private async Task<Parsed<(RpcAddress Rpc, OutlookNode Node)>> OtherAsync(
        RpcAddress rpc, CancellationToken ct) => request.ChainId is not { Length: > 0 } chain
        ? Parsed.Invalid<(RpcAddress, OutlookNode)>($"{rpc} was not asked: this home's own node has to have named its chain once")
        : (await _asked.AskAsync(rpc, RpcAnswer.StatusPath, RpcAnswer.Status, ct)).Then(status => status.ChainId == chain
            ? Parsed.Ok((rpc, NodeOf(rpc, status, isForeign: true)))
            : Parsed.Invalid<(RpcAddress, OutlookNode)>(
                $"{rpc} is of the chain {ForeignText.Quote(status.ChainId)}, and this home's is {ForeignText.Quote(chain)}"));

    private static OutlookNode NodeOf(RpcAddress rpc, NodeStatus status, bool isForeign) => new()
    {
        Rpc = rpc.ToString(),
        IsReachable = !isForeign,
        IsForeign = isForeign,
        ChainId = status.ChainId,
        Height = status.Height,
        CatchingUp = status.CatchingUp,
        LastBlockTime = status.LastBlockTime,
    };

    private async Task<ChainSeen> AskAsync(RpcAddress rpc, OutlookNode node, CancellationToken ct)
    {
        // What matters most first: an answer without an end may use up what a look may read.
        var plan = await _asked.AskAsync(rpc, RpcAnswer.CurrentPlanPath, RpcAnswer.Query, ct);
        var proposals = await ProposalsAsync(rpc, ct);
        var application = await _asked.AskAsync(rpc, RpcAnswer.AppHeightPath, RpcAnswer.AppHeight, ct);
        var blocks = await BlocksAsync(rpc, node.Height ?? 0, ct);
        return new ChainSeen(node with { AppHeight = application.IsOk(out var height, out _) ? height : null },
            await DecidedAsync(rpc, plan, ct), proposals, blocks);
    }

    // Last, and only where x/upgrade has nothing to say: a chain that upgrades by signals of its validators has no plan there, or no such
    // module.
    private async Task<Parsed<UpgradePlan?>> DecidedAsync(RpcAddress rpc, Parsed<QueryAnswer> answer, CancellationToken ct)
    {
        var plan = answer.Then(said => said.Read(CurrentPlanMessage.Parse) is var read && read.IsOk(out _, out var reason) ? read
            : Parsed.Invalid<UpgradePlan?>($"the answer of {rpc}: {reason}"));
        var hasNone = plan.IsOk(out var decided, out _) ? decided is null : answer.IsOk(out var said, out _) && said.IsUnknown;

        return hasNone
            && (await _asked.AskAsync(rpc, SignalledUpgradeMessage.Path, RpcAnswer.Query, ct)).IsOk(out var signalled, out _)
            && !signalled.IsUnknown
            ? signalled.Read(SignalledUpgradeMessage.Parse)
            : plan;
    }

    private async Task<Parsed<IReadOnlyList<Proposal>>> ProposalsAsync(RpcAddress rpc, CancellationToken ct)
    {
        var answer = await _asked.AskAsync(rpc, ProposalsMessage.Path(request.GovPackage, isOld: false), RpcAnswer.Query, ct);

        if (answer is Parsed<QueryAnswer>.Ok { Value.IsUnknown: true })
        {
            answer = await _asked.AskAsync(rpc, ProposalsMessage.Path(request.GovPackage, isOld: true), RpcAnswer.Query, ct);
        }

        // A chain need not have a governance; but one that the operator has named should be there.
        return answer.Then(said => !said.IsUnknown ? said.Read(ProposalsMessage.Parse)
            : request.GovPackage == ProposalsMessage.UsualPackage ? Parsed.Ok<IReadOnlyList<Proposal>>([])
            : Parsed.Invalid<IReadOnlyList<Proposal>>($"the chain has no module {request.GovPackage}, which COSMOVISOR_GOV_PACKAGE names"));
    }

    // At the tip, and further back: an answer has twenty blocks, and the pace is that of a hundred.
    private async Task<IReadOnlyList<BlockTime>> BlocksAsync(RpcAddress rpc, long height, CancellationToken ct)
    {
        var blocks = new List<BlockTime>();

        for (var stretch = 0; stretch < StretchesOfBlocks
            && height - (stretch * (BlocksBetween + RpcAnswer.MostBlocks)) is > 1 and var last; stretch++)
        {
            blocks.AddRange(
                (await _asked.AskAsync(rpc, RpcAnswer.BlocksPath(last), RpcAnswer.BlockTimes, ct)).IsOk(out var read, out _) ? read : []);
        }

        return blocks;
    }
}
