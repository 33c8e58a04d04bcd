using Cosmovisor.Chain;

namespace Cosmovisor.Confirming;

/// <summary>What the node of this home is asked about its upgrade, in the child: no more than is needed to say how it stands.</summary>
/// <param name="home">Holds the node's <c>config/</c>.</param>
/// <param name="rpc">COSMOVISOR_NODE_RPC; null where the node's own settings say where it listens.</param>
/// <param name="limit">For one answer.</param>
internal sealed class NetworkQuestions(string home, string? rpc, TimeSpan limit)
{
    private const int MostQuestions = 12;
    private const int MostBytes = 32 * 1024 * 1024; // a height that has gone through hundreds of rounds, with the votes of each
    private const int NewestCommits = 3;

    private readonly Asked _asked = new(MostQuestions, MostBytes, limit);

    public async Task<NetworkSeen> AskAsync(ConfirmGoal goal, CancellationToken ct)
    {
        if (!NodeDoor.Of(new NodeConfig(home), rpc).IsOk(out var door, out var reason))
        {
            return new NetworkSeen { CannotAsk = reason };
        }

        if (!(await _asked.AskAsync(door.Rpc, RpcAnswer.StatusPath, RpcAnswer.Status, ct))
                .Then(said => said.Id == door.Id ? Parsed.Ok(said) : Parsed.Invalid<NodeStatus>(door.AnsweredBy(said.Id)))
                .IsOk(out var status, out reason)
            || !(await _asked.AskAsync(door.Rpc, RpcAnswer.AppHeightPath, RpcAnswer.AppHeight, ct)).IsOk(out var app, out reason))
        {
            return new NetworkSeen { Away = reason };
        }

        var seen = new NetworkSeen { AppHeight = app, CatchingUp = status.CatchingUp, Power = status.Power };

        return goal.From(app).IsConfirmed(app, status.CatchingUp) ? seen with { Signed = await HasSignedAsync(door.Rpc, status, app, ct) }
            : status.CatchingUp ? seen
            : await VotesAsync(door.Rpc, status, seen, ct);
    }

    private async Task<NetworkSeen> VotesAsync(RpcAddress at, NodeStatus status, NetworkSeen seen, CancellationToken ct)
    {
        if (!(await _asked.AskAsync(at, ConsensusAnswer.VotesPath, ConsensusAnswer.Votes, ct)).IsOk(out var votes, out _))
        {
            return seen;
        }

        var validators = await ValidatorsAsync(at, votes.Height, ct);
        // last: it hangs on some versions
        var peers = await _asked.AskAsync(at, ConsensusAnswer.PeersPath, ConsensusAnswer.PeerHeights, ct);

        return seen with
        {
            Votes = VotesSeen.Of(votes, validators, status.Power is > 0 ? status.Address : null),
            Peers = peers.IsOk(out var heights, out _) ? PeersSeen.Of(heights, votes.Height) : null,
        };
    }

    // All of them, or none: their order is that of the votes.
    private async Task<IReadOnlyList<ValidatorPower>> ValidatorsAsync(RpcAddress at, long height, CancellationToken ct)
    {
        var all = new List<ValidatorPower>();

        for (var page = 1; page <= ConsensusAnswer.MostPages; page++)
        {
            if (!(await _asked.AskAsync(at, ConsensusAnswer.ValidatorsPath(height, page), ConsensusAnswer.Validators, ct))
                .IsOk(out var got, out _))
            {
                return [];
            }

            all.AddRange(got.Validators);

            if (got.Validators.Count == 0 || all.Count >= (got.Total ?? 0))
            {
                break;
            }
        }

        return all;
    }

    // The newest ones: whether it signs now. One that was late is not in the first.
    private async Task<bool?> HasSignedAsync(RpcAddress at, NodeStatus status, long app, CancellationToken ct)
    {
        if (status is not { Power: > 0, Address: { Length: > 0 } own } || status.CatchingUp)
        {
            return null;
        }

        bool? signed = null;

        for (var height = app; height > Math.Max(0, app - NewestCommits) && signed != true; height--)
        {
            signed = (await _asked.AskAsync(at, ConsensusAnswer.CommitPath(height), ConsensusAnswer.Signers, ct))
                .IsOk(out var signers, out _)
                ? signers.Contains(own, StringComparer.OrdinalIgnoreCase)
                : signed;
        }

        return signed;
    }
}
