using System.Net.Sockets;
using Cosmovisor.Linux;
using Cosmovisor.Plans;

namespace Cosmovisor.Chain;

/// <summary>Questions to the node of a home, over the RPC that every node has; nothing on it needs switching on.</summary>
/// <remarks>
/// Two nodes of one machine that were left with the usual port are told apart by who they are: what another node says is worth nothing here,
/// and would stage another chain's binary.
/// </remarks>
/// <param name="nodeHome">Holds <c>config/</c>.</param>
/// <param name="limit">For one answer; five seconds unless given.</param>
internal sealed class NodeRpc(string nodeHome, TimeSpan? limit = null)
{
    private readonly TimeSpan _limit = limit ?? TimeSpan.FromSeconds(5);
    private readonly NodeConfig _config = new(nodeHome);

    /// <summary>How the node is, if it runs and is this home's.</summary>
    public async Task<Parsed<NodeStatus>> StatusAsync(CancellationToken ct) =>
        Door().IsOk(out var door, out var reason) ? await StatusAsync(door, ct) : Parsed.Invalid<NodeStatus>(reason);

    /// <summary>The node's last block, for a thread that has nothing else to do meanwhile; null when it does not answer.</summary>
    public long? Height() => StatusAsync(CancellationToken.None).GetAwaiter().GetResult().IsOk(out var status, out _) ? status.Height : null;

    /// <summary>What the chain has decided, long before the node halts for it.</summary>
    /// <returns>Null when the chain has no plan.</returns>
    public async Task<Parsed<UpgradePlan?>> CurrentPlanAsync(CancellationToken ct) =>
        !Door().IsOk(out var door, out var reason) || !(await StatusAsync(door, ct)).IsOk(out _, out reason)
            ? Parsed.Invalid<UpgradePlan?>(reason)
            : Said(await AskAsync(door.Rpc, RpcAnswer.CurrentPlanPath, ct), door.Rpc, RpcAnswer.CurrentPlan);

    private async Task<Parsed<NodeStatus>> StatusAsync((RpcAddress Rpc, string Key) door, CancellationToken ct)
    {
        var (rpc, key) = door;

        return !NodeConfig.Bytes(key).Then(bytes => Said(NodeKey.IdOf(bytes), key)).IsOk(out var id, out var reason) ? Parsed.Invalid<NodeStatus>($"{reason}, so its node cannot be told from another")
            : Said(await AskAsync(rpc, RpcAnswer.StatusPath, ct), rpc, RpcAnswer.Status)
                .Then(status => status.Id == id ? Parsed.Ok(status) : Parsed.Invalid<NodeStatus>($"{rpc}, which {_config.File} names, is answered by another node: {status.Id}, where {key} has {id}"));
    }

    // Where to knock, and by which key to know who opens.
    private Parsed<(RpcAddress Rpc, string Key)> Door() =>
        _config.Read().Then(settings => Said(settings.Rpc, _config.File).Then(rpc => Parsed.Ok((rpc, _config.Full(settings.KeyFile)))));

    private async Task<Parsed<byte[]>> AskAsync(RpcAddress rpc, string path, CancellationToken ct)
    {
        try
        {
            using var client = HttpConnections.ToTheNode(rpc.Socket, _limit);
            using var answer = await client.GetAsync(new Uri(rpc.Root, path), ct); // the RPC puts its mistakes into the same JSON, whatever the code
            return Parsed.Ok(await answer.Content.ReadAsByteArrayAsync(ct));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Parsed.Invalid<byte[]>($"{rpc} did not answer within {_limit.TotalSeconds:0} s");
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or SocketException)
        {
            return Parsed.Invalid<byte[]>($"{rpc} does not answer: {ex.InnerException?.Message ?? ex.Message}");
        }
    }

    private static Parsed<T> Said<T>(Parsed<T> parsed, string path) => parsed.IsOk(out _, out var reason) ? parsed : Parsed.Invalid<T>($"{path}: {reason}");

    private static Parsed<T> Said<T>(Parsed<byte[]> answer, RpcAddress rpc, Func<ReadOnlyMemory<byte>, Parsed<T>> read) =>
        answer.Then(bytes => Said(read(bytes), $"the answer of {rpc}"));
}
