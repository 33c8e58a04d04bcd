using System.Globalization;

namespace Cosmovisor.Confirming;

/// <summary>What keeps an upgrade from being confirmed: one row of the table in docs/confirmed.md. A closed family.</summary>
internal abstract record NetworkFinding
{
    private NetworkFinding() { }

    /// <summary>A sentence without its end, to be put behind a colon; null where there is nothing to say.</summary>
    public abstract string? Says { get; }

    /// <summary>It does not get well by itself.</summary>
    public bool IsGrave => this is ResultDiffers or LeftBehind;

    /// <summary>The network has built on the result.</summary>
    internal sealed record Agreed : NetworkFinding
    {
        public override string? Says => null;
    }

    /// <summary>There is no RPC to be asked.</summary>
    internal sealed record CannotBeAsked(string Reason) : NetworkFinding
    {
        public override string Says => Reason;
    }

    internal sealed record Away(string Reason) : NetworkFinding
    {
        public override string Says => $"the node's RPC does not answer: it migrates its data, or it does not work ({Reason})";
    }

    internal sealed record CatchingUp(long AppHeight) : NetworkFinding
    {
        public override string Says => "the node is catching up with its network";
    }

    /// <param name="Votes">With at least one round.</param>
    internal sealed record WaitingForPower(VotesSeen Votes) : NetworkFinding
    {
        public override string Says => $"waiting for power: {Votes.Last!.Voted} of {Votes.Last.Total} ({Percent(Votes.Last.Voted, Votes.Last.Total)}) have voted on block {Votes.Height}, more than two thirds are needed{Missing}";

        private string Missing => Votes.Missing.Count == 0 ? ""
            : $"; no vote yet from {string.Join(", ", Votes.Missing)}{(Votes.MissingInAll > Votes.Missing.Count ? $" and {(Votes.MissingInAll - Votes.Missing.Count).ToString(CultureInfo.InvariantCulture)} more" : "")}";
    }

    internal sealed record Disagreement(long Height, RoundSeen Round) : NetworkFinding
    {
        public override string Says => $"the network disagrees about the result of block {Height - 1}: of those who voted on block {Height}, {Percent(Round.Block, Round.Weighed)} name one block and {Percent(Round.None, Round.Weighed)} refuse it";
    }

    internal sealed record ResultDiffers(long Height, RoundSeen Round) : NetworkFinding
    {
        public override string Says => $"this node's result of block {Height - 1} differs from that of {Percent(Round.Block, Round.Weighed)} of the network: it refuses block {Height}, which they name";
    }

    internal sealed record LeftBehind(long Next, PeersSeen Peers) : NetworkFinding
    {
        public override string Says => $"the network goes on without this node: it stays at block {Next - 1}, and {Peers.Ahead} of its {Peers.Count} peers are at {Peers.Median} or near";
    }

    /// <summary>It waits for its next block, and nothing is known to be in the way.</summary>
    internal sealed record NothingYet : NetworkFinding
    {
        public override string? Says => null;
    }

    private static string Percent(long part, long whole) => whole == 0 ? "0 %"
        : $"{Math.Round(100.0 * part / whole)} %";
}
