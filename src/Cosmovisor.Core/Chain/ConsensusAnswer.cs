using System.Globalization;
using System.Text.Json;

namespace Cosmovisor.Chain;

/// <summary>Reads what a node answers about the making of the next block (CometBFT's rpc/core): foreign text.</summary>
internal static class ConsensusAnswer
{
    /// <summary>The question for <see cref="Votes"/>.</summary>
    public const string VotesPath = "/consensus_state";

    /// <summary>The question for <see cref="PeerHeights"/>. It hangs on some versions, so it is asked last.</summary>
    public const string PeersPath = "/dump_consensus_state";

    /// <summary>A page of <see cref="Validators"/>, and how many of them are read.</summary>
    public const int ValidatorsOnAPage = 100;
    public const int MostPages = 3;

    private const int MostRounds = 100_000;
    private const int MostVotes = ValidatorsOnAPage * MostPages * 4;
    private const int MostPeers = 2_000;

    /// <summary>The question for <see cref="Validators"/>.</summary>
    /// <param name="height">Whose votes are counted: the block that comes next.</param>
    /// <param name="page">1 for the first.</param>
    public static string ValidatorsPath(long height, int page) =>
        $"/validators?height={height}&page={page}&per_page={ValidatorsOnAPage}";

    /// <summary>The question for <see cref="Signers"/>.</summary>
    public static string CommitPath(long height) => $"/commit?height={height}";

    /// <summary>The votes that the node has seen on the block that comes next, by rounds.</summary>
    public static Parsed<ConsensusVotes> Votes(ReadOnlyMemory<byte> json) => RpcAnswer.Result(json, result =>
    {
        if (!result.TryGetProperty("round_state", out var state)
            || RpcAnswer.Text(state, "height/round/step")?.Split('/') is not [var at, var round, _]
            || RpcAnswer.Number(at) is not { } height || RpcAnswer.Number(round) is not { } number
            || !state.TryGetProperty("height_vote_set", out var sets)
            || sets.ValueKind != JsonValueKind.Array
            || sets.GetArrayLength() > MostRounds)
        {
            return Parsed.Invalid<ConsensusVotes>("it has no round_state with a height and its votes");
        }

        return Parsed.Ok(new ConsensusVotes(
            height, (int)Math.Min(number, int.MaxValue), [.. sets.EnumerateArray().Select(RoundOf).OfType<VoteRound>()]));
    });

    /// <summary>The heights at which the node's peers are, as they tell it.</summary>
    public static Parsed<IReadOnlyList<long>> PeerHeights(ReadOnlyMemory<byte> json) => RpcAnswer.Result(json, result =>
        result.TryGetProperty("peers", out var peers) && peers.ValueKind == JsonValueKind.Array
            ? Parsed.Ok<IReadOnlyList<long>>([.. peers.EnumerateArray()
                .Take(MostPeers)
                .Select(peer => RpcAnswer.Number(RpcAnswer.Text(peer, "peer_state", "round_state", "height")))
                .OfType<long>()])
            : Parsed.Invalid<IReadOnlyList<long>>("it has no peers"));

    /// <summary>Who may vote, in the order of the votes, and with how much power. One page.</summary>
    public static Parsed<ValidatorPage> Validators(ReadOnlyMemory<byte> json) => RpcAnswer.Result(json, result =>
        result.TryGetProperty("validators", out var validators) && validators.ValueKind == JsonValueKind.Array
            ? Parsed.Ok(new ValidatorPage(
                [.. validators.EnumerateArray().Take(ValidatorsOnAPage).Select(one => new ValidatorPower(
                    RpcAnswer.Text(one, "address") ?? "", RpcAnswer.Number(RpcAnswer.Text(one, "voting_power")) ?? 0))],
                RpcAnswer.Number(RpcAnswer.Text(result, "total"))))
            : Parsed.Invalid<ValidatorPage>("it has no validators"));

    /// <summary>The addresses of those whose signature on the block is in its commit.</summary>
    public static Parsed<IReadOnlyList<string>> Signers(ReadOnlyMemory<byte> json) => RpcAnswer.Result(json, result =>
        result.TryGetProperty("signed_header", out var header) && header.ValueKind == JsonValueKind.Object
        && header.TryGetProperty("commit", out var commit) && commit.ValueKind == JsonValueKind.Object
        && commit.TryGetProperty("signatures", out var signatures) && signatures.ValueKind == JsonValueKind.Array
            ? Parsed.Ok<IReadOnlyList<string>>([.. signatures.EnumerateArray()
                .Take(MostVotes)
                .Where(IsForTheBlock)
                .Select(one => RpcAnswer.Text(one, "validator_address"))
                .OfType<string>()])
            : Parsed.Invalid<IReadOnlyList<string>>("it has no signed_header.commit.signatures"));

    // BLOCK_ID_FLAG_COMMIT; 1 is absent, 3 is a vote for no block.
    private static bool IsForTheBlock(JsonElement signature) =>
        signature.ValueKind == JsonValueKind.Object
            && signature.TryGetProperty("block_id_flag", out var flag)
            && flag.ValueKind == JsonValueKind.Number
            && flag.TryGetInt32(out var kind)
            && kind == 2;

    private static VoteRound? RoundOf(JsonElement set)
    {
        if (set.ValueKind != JsonValueKind.Object || !set.TryGetProperty("round", out var number) || !TryInt(number, out var round)
            || !set.TryGetProperty("prevotes", out var votes)
            || votes.ValueKind != JsonValueKind.Array
            || votes.GetArrayLength() > MostVotes
            || PowerOf(RpcAnswer.Text(set, "prevotes_bit_array")) is not var (voted, total))
        {
            return null;
        }

        return new VoteRound(round, voted, total,
            [.. votes.EnumerateArray().Select(vote => vote.ValueKind == JsonValueKind.String ? Vote.Read(vote.GetString()!) : null)]);
    }

    // A number, and a text in the versions before 0.34.
    private static bool TryInt(JsonElement number, out int value)
    {
        value = 0;
        return number.ValueKind == JsonValueKind.Number ? number.TryGetInt32(out value)
            : number.ValueKind == JsonValueKind.String
                && int.TryParse(number.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    // "BA{4:x_x_} 200/400 = 0.50"
    private static (long Voted, long Total)? PowerOf(string? bits) =>
        bits?.Split(' ') is [_, var sum, ..]
            && sum.Split('/') is [var part, var whole]
            && RpcAnswer.Number(part) is { } voted
            && RpcAnswer.Number(whole) is > 0 and var total
            && voted <= total
            ? (voted, total) : null;
}
