using Cosmovisor.Chain;
using Cosmovisor.Confirming;

namespace Cosmovisor.Tests.Confirming;

/// <summary>tests/data/rpc/network-of-four-sdk-0.55: what four validators and a full node answered around an upgrade.</summary>
internal static class Recorded
{
    private const string Folder = "network-of-four-sdk-0.55";

    public static IEnumerable<string> Cases => Directory.EnumerateDirectories(Repository.In("tests", "data", "rpc", Folder))
        .Select(folder => Path.GetFileName(folder)!)
        .Order(StringComparer.Ordinal);

    public static byte[] Bytes(string name, string answer) =>
        File.ReadAllBytes(Repository.In("tests", "data", "rpc", Folder, name, $"{answer}.json"));

    public static T Read<T>(string name, string answer, Func<ReadOnlyMemory<byte>, Parsed<T>> read) =>
        read(Bytes(name, answer)).IsOk(out var value, out var reason) ? value : throw new InvalidOperationException(reason);

    /// <summary>As the child that asks puts it together.</summary>
    public static NetworkSeen Seen(string name)
    {
        var status = Read(name, "status", RpcAnswer.Status);
        var votes = Read(name, "consensus_state", ConsensusAnswer.Votes);
        return new NetworkSeen
        {
            AppHeight = Read(name, "abci_info", RpcAnswer.AppHeight),
            CatchingUp = status.CatchingUp,
            Power = status.Power,
            Votes = VotesSeen.Of(votes, Read(name, "validators", ConsensusAnswer.Validators).Validators, status.Address),
            Peers = PeersSeen.Of(Read(name, "dump_consensus_state", ConsensusAnswer.PeerHeights), votes.Height),
        };
    }
}
