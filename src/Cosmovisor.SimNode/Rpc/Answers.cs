using System.Globalization;
using System.Text;
using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Disk;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Rpc;

/// <summary>What <c>/status</c>, <c>/abci_info</c> and <c>/abci_query</c> say, in the form of real nodes.</summary>
internal sealed class Answers(Options options, ChainState state)
{
    private readonly NodeKey _key = NodeKey.Of(options.Home);
    private readonly Network _network = new(options, state);
    private readonly string _chainId = Genesis.Read(options.Home)?.ChainId ?? "simchain-1";

    public string To(string path) => path.Split('?') switch
    {
        ["/status", ..] => Status(),
        ["/abci_info", ..] => AbciInfo(),
        ["/abci_query", var query] when query.Contains("/cosmos.upgrade.v1beta1.Query/CurrentPlan", StringComparison.Ordinal) =>
            Query(CurrentPlan()),
        ["/abci_query", var query] when Proposals.AreAskedFor(query, options.Era) =>
            Query(new Proposals(options, state.Height).InVoting(query)),
        ["/blockchain", var query] => Blocks(query),
        ["/consensus_state" or "/dump_consensus_state" or "/validators" or "/commit", ..] when _network.To(path) is { } answer => answer,
        ["/abci_query", ..] =>
            """{"jsonrpc":"2.0","id":-1,"result":{"response":{"code":6,"log":"unknown query path: unknown request","info":"","index":"0","key":null,"value":null,"proofOps":null,"height":"0","codespace":"sdk"}}}""",
        _ => """{"jsonrpc":"2.0","id":-1,"error":{"code":-32601,"message":"Method not found","data":""}}""",
    };

    private static string Result(string json) => $"{{\"jsonrpc\":\"2.0\",\"id\":-1,\"result\":{json}}}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private string Status()
    {
        var stored = state.StoredHeight; // a halted node counts the block that it could not execute
        return Result(
            $$$"""{"node_info":{"protocol_version":{"p2p":"8","block":"11","app":"0"},"id":"{{{_key.Id}}}","listen_addr":"tcp://127.0.0.1:26656","network":"{{{_chainId}}}","version":"{{{options.Era.Consensus()}}}","channels":"40202122233038606100","moniker":"simnode","other":{"tx_index":"on","rpc_address":"{{{options.Rpc}}}"}},"sync_info":{"latest_block_hash":"{{{Sentences.Hash(-stored)}}}","latest_app_hash":"{{{Sentences.Hash(stored)}}}","latest_block_height":"{{{Text(stored)}}}","latest_block_time":"{{{Now()}}}","earliest_block_hash":"{{{Sentences.Hash(-1)}}}","earliest_app_hash":"{{{Sentences.Hash(1)}}}","earliest_block_height":"{{{Text(Earliest)}}}","earliest_block_time":"2026-11-27T22:04:27.453900551Z","catching_up":{{{(stored < options.CatchesUpTo ? "true" : "false")}}}},"validator_info":{{{_network.Validator}}}}""");
    }

    private string AbciInfo()
    {
        var height = state.Height;
        var version = options.Era >= Era.V045 ? $"\"version\":\"{options.Version}\"," : ""; // 0.42 answers without it
        return Result(
            $$$"""{"response":{"data":"SimApp",{{{version}}}"last_block_height":"{{{Text(height)}}}","last_block_app_hash":"{{{Convert.ToBase64String(Encoding.ASCII.GetBytes(Sentences.Hash(height)[..32]))}}}"}}""");
    }

    private string Query(byte[] value) =>
        Result(
            $$$"""{"response":{"code":0,"log":"","info":"","index":"0","key":null,"value":"{{{Convert.ToBase64String(value)}}}","proofOps":null,"height":"{{{Text(state.Height)}}}","codespace":""}}""");

    // As CometBFT: newest first, at most twenty.
    private string Blocks(string query)
    {
        var asked = query.Split('&').Select(word => word.Split('='))
            .ToDictionary(word => word[0], word => long.Parse(word[^1], CultureInfo.InvariantCulture));
        var last = Math.Min(asked["maxHeight"], state.StoredHeight);
        var first = Math.Max(asked["minHeight"], Earliest);
        var count = (int)Math.Clamp(last - first + 1, 0, 20);
        var metas = Enumerable.Range(0, count).Select(back => last - back).Select(
            height =>
                $$$"""{"header":{"chain_id":"{{{_chainId}}}","height":"{{{Text(height)}}}","time":"{{{Ago(state.StoredHeight - height)}}}"}}""");
        return Result($$$"""{"last_height":"{{{Text(state.StoredHeight)}}}","block_metas":[{{{string.Join(',', metas)}}}]}""");
    }

    private long Earliest => options.KeepsBlocks is { } kept ? Math.Max(1, state.StoredHeight - kept + 1) : 1;

    private string Ago(long blocks) =>
        (DateTime.UtcNow - (blocks * options.BlockTime)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    // QueryCurrentPlanResponse { plan = 1 }; empty where the chain has none.
    private byte[] CurrentPlan() => options.Plans.Find(
        plan => plan.DueAt > state.Height && plan.VotedAt <= state.Height && plan.CancelledAt > state.Height) is { } plan
        ? Wire.Field(1, Wire.Plan(plan))
        : [];
}
