using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Chain;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>Asks other nodes of the chain whether this home's key signs elsewhere.</summary>
internal sealed class SecondSigner(HomeFiles home, IReadOnlyList<RpcAddress> others)
{
    /// <returns>Whether one of them could be asked, and what speaks for a second signer.</returns>
    public async Task<(bool IsAsked, string? Evidence)> LookAsync(SigningRole role, CancellationToken ct)
    {
        var isAsked = false;

        foreach (var other in others)
        {
            var node = new NodeClient(home, other);

            if (await CommitsAsync(node, role.Address!, ct) is { Count: > 0 } commits)
            {
                isAsked = true;

                if ((SecondSignerRule.Evidence(role.Signed, commits) ?? await VotesAsync(node, role, ct)) is { } evidence)
                {
                    return (true, evidence);
                }
            }
        }

        return (isAsked, null);
    }

    // A node that does not tell its votes has told its commits.
    private static async Task<string?> VotesAsync(NodeClient node, SigningRole role, CancellationToken ct) =>
        (await node.AskAsync(ConsensusAnswer.VotesPath, ct)).Then(answer => ConsensusAnswer.Votes(answer)).IsOk(out var votes, out _)
            ? SecondSignerRule.Evidence(role.Signed, role.Address!, votes) : null;

    private static async Task<List<CommitSeen>> CommitsAsync(NodeClient node, string address, CancellationToken ct)
    {
        var seen = new List<CommitSeen>();

        if (!(await node.AskAsync(RpcAnswer.StatusPath, ct)).Then(answer => RpcAnswer.Status(answer)).IsOk(out var status, out _)
            || status.CatchingUp)
        {
            return seen;
        }

        for (var height = status.Height; height > Math.Max(0, status.Height - SecondSignerRule.Commits); height--)
        {
            if ((await node.AskAsync(ConsensusAnswer.CommitPath(height), ct)).IsOk(out var answer, out _)
                && ConsensusAnswer.Signers(answer).IsOk(out var signers, out _))
            {
                seen.Add(new CommitSeen(height, signers.Contains(address, StringComparer.OrdinalIgnoreCase)));
            }
        }

        return seen;
    }
}
