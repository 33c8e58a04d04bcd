namespace Cosmovisor.Chain;

/// <summary>Where a home's own node is asked, and how its answers are known from another node's.</summary>
/// <param name="Rpc">Its address.</param>
/// <param name="Id">Who has to answer.</param>
/// <param name="NamedBy">What names the address, for people.</param>
/// <param name="KeyFile">What says who it is.</param>
internal sealed record NodeDoor(RpcAddress Rpc, string Id, string NamedBy, string KeyFile)
{
    /// <param name="config">The node's own settings.</param>
    /// <param name="named">COSMOVISOR_NODE_RPC; null where the node's own settings say where it listens.</param>
    public static Parsed<NodeDoor> Of(NodeConfig config, string? named)
    {
        var read = config.Read();

        if (!read.IsOk(out var settings, out var reason) && (named is null || File.Exists(config.File)))
        {
            return Parsed.Invalid<NodeDoor>(reason);
        }

        var rpc = named is null
            ? settings!.Rpc.IsOk(out _, out reason) ? settings.Rpc : Parsed.Invalid<RpcAddress>($"{config.File}: {reason}")
            : RpcAddress.ParseOwn(named);
        var key = config.Full(settings?.KeyFile ?? NodeToml.UsualKeyFile);

        return rpc.Then(address => NodeConfig.Bytes(key).Then(bytes => NodeKey.IdOf(bytes)).IsOk(out var id, out reason)
            ? Parsed.Ok(new NodeDoor(address, id, named is null ? config.File : "COSMOVISOR_NODE_RPC", key))
            : Parsed.Invalid<NodeDoor>($"{reason} ({key}), so its node cannot be distinguished from another"));
    }

    /// <summary>What is said of an answer that is another node's.</summary>
    public string AnsweredBy(string id) =>
        $"{Rpc}, which {NamedBy} names, is answered by another node: {ForeignText.Printable(id)}, where {KeyFile} has {Id}";
}
