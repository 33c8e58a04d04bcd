using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>Questions to the node of a home, over the RPC that every node has; nothing on it needs switching on.</summary>
/// <remarks>
/// Two nodes of one machine that were left with the usual port are told apart by who they are: what another node says is worth nothing
/// here, and would stage another chain's binary.
/// </remarks>
/// <param name="nodeHome">Holds <c>config/</c>.</param>
/// <param name="limit">For one answer; five seconds unless given.</param>
/// <param name="named">COSMOVISOR_NODE_RPC; null where the node's own settings say where it listens.</param>
internal sealed class NodeRpc(string nodeHome, TimeSpan? limit = null, string? named = null)
{
    private const int MostQuestions = 8;
    private const int MostBytes = 8 * 1024 * 1024; // a node puts a plan's info of any length into an answer

    private readonly Asked _asked = new(MostQuestions, MostBytes, limit ?? TimeSpan.FromSeconds(5));
    private readonly NodeConfig _config = new(nodeHome);

    /// <summary>How the node is, if it runs and is this home's.</summary>
    public async Task<Parsed<NodeStatus>> StatusAsync(CancellationToken ct) =>
        NodeDoor.Of(_config, named).IsOk(out var door, out var reason) ? await StatusAsync(door, ct) : Parsed.Invalid<NodeStatus>(reason);

    /// <summary>What the chain has decided, long before the node halts for it.</summary>
    /// <returns>Null when the chain has no plan.</returns>
    public async Task<Parsed<UpgradePlan?>> CurrentPlanAsync(CancellationToken ct) =>
        !NodeDoor.Of(_config, named).IsOk(out var door, out var reason) || !(await StatusAsync(door, ct)).IsOk(out _, out reason)
            ? Parsed.Invalid<UpgradePlan?>(reason)
            : await _asked.AskAsync(door.Rpc, RpcAnswer.CurrentPlanPath, RpcAnswer.CurrentPlan, ct);

    private async Task<Parsed<NodeStatus>> StatusAsync(NodeDoor door, CancellationToken ct) =>
        (await _asked.AskAsync(door.Rpc, RpcAnswer.StatusPath, RpcAnswer.Status, ct))
            .Then(status => status.Id == door.Id ? Parsed.Ok(status) : Parsed.Invalid<NodeStatus>(door.AnsweredBy(status.Id)));
}
