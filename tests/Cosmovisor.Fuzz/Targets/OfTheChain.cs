using Cosmovisor.Chain;
using Google.Protobuf;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>What an RPC answers, and what lies in the node's folders.</summary>
internal static class OfTheChain
{
    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("rpc-answer", Rpc),
        new("rpc-consensus", Consensus),
        new("rpc-plan-message", bytes => Must.BeWhole(CurrentPlanMessage.Parse(bytes), plan => plan is null or { Name.Length: > 0 })),
        new("rpc-proposals-message", bytes => Must.BeWhole(ProposalsMessage.Parse(bytes))),
        new("rpc-signal-message", bytes => Must.BeWhole(SignalledUpgradeMessage.Parse(bytes), plan => plan is null or { Height: >= 0 })),
        new("rpc-proposed", bytes => Must.Hold(Proposed(bytes) <= bytes.Length, "more messages than bytes")),
        new("wal-message", bytes => Must.Hold(WalMessage.EndOfHeight(bytes) is null or >= 0, "a height below 0")),
        new("node-key", bytes => Must.BeWhole(NodeKey.IdOf(bytes), id => id.Length == 40 && id.All(char.IsAsciiHexDigitLower))),
        new("node-config", bytes => Must.BeWhole(NodeToml.Parse(Must.Text(bytes)))),
        new("node-app-config", bytes => Must.BeWhole(AppToml.Parse(Must.Text(bytes)))),
        new("sign-state", bytes => Must.BeWhole(Backups.SignState.Parse(bytes))),
    ];

    private static void Rpc(byte[] bytes)
    {
        Must.BeWhole(RpcAnswer.Status(bytes));
        Must.BeWhole(RpcAnswer.CurrentPlan(bytes), plan => plan is null or { Name.Length: > 0 });
        Must.BeWhole(RpcAnswer.AppHeight(bytes));
        Must.BeWhole(RpcAnswer.BlockTimes(bytes), times => times.Count <= bytes.Length);
        Must.BeWhole(RpcAnswer.Query(bytes));
    }

    private static void Consensus(byte[] bytes)
    {
        Must.BeWhole(ConsensusAnswer.Votes(bytes));
        Must.BeWhole(ConsensusAnswer.PeerHeights(bytes), heights => heights.Count <= bytes.Length);
        Must.BeWhole(ConsensusAnswer.Validators(bytes));
        Must.BeWhole(ConsensusAnswer.Signers(bytes));
    }

    // Its caller has looked at the whole message; a part that is none is what it catches.
    private static int Proposed(byte[] bytes)
    {
        try
        {
            return ProposedChanges.In(ByteString.CopyFrom(bytes)).Count();
        }
        catch (InvalidProtocolBufferException)
        {
            return 0;
        }
    }
}
