using Google.Protobuf;

namespace Cosmovisor.Chain;

/// <summary>
/// Asks for the proposals in voting and reads the answer. In gov v1 and in v1beta1 the fields that count have the same numbers.
/// </summary>
/// <remarks>v1beta1 has one content where v1 has messages; since SDK 0.46 that content may be a message too.</remarks>
internal static class ProposalsMessage
{
    /// <summary>The chains' usual package; some have their own, such as <c>atomone.gov</c>.</summary>
    public const string UsualPackage = "cosmos.gov";

    private const int ProposalsField = 1;
    private const int IdField = 1;
    private const int MessagesField = 2;
    private const int StatusField = 3;
    private const int VotingEndsField = 9;
    private const int SecondsField = 1;
    private const int NanosecondsField = 2;
    private const int InVoting = 2;

    // QueryProposalsRequest { proposal_status = 1: PROPOSAL_STATUS_VOTING_PERIOD, pagination = 4 { limit = 3: 20, reverse = 5: true } }
    private const string InVotingNewestFirst = "0x0802220418142801";

    /// <summary>The question; a node that does not know the newer form answers <see cref="QueryAnswer.IsUnknown"/>.</summary>
    /// <param name="package">Of the chain's gov module.</param>
    /// <param name="isOld">v1beta1, as up to SDK 0.45.</param>
    public static string Path(string package, bool isOld) =>
        $"/abci_query?path=%22/{Uri.EscapeDataString(package)}.{(isOld ? "v1beta1" : "v1")}.Query/Proposals%22&data={InVotingNewestFirst}";

    /// <summary>Those in voting, newest first. Nodes that do not know the filter answer with others too, which are left out.</summary>
    public static Parsed<IReadOnlyList<Proposal>> Parse(byte[] message)
    {
        try
        {
            return Parsed.Ok<IReadOnlyList<Proposal>>([.. ProtoMessage.Of(ByteString.CopyFrom(message)).All(ProposalsField).Select(ParseOne)
                .Where(proposal => proposal.IsInVoting).OrderByDescending(proposal => proposal.Id)]);
        }
        catch (InvalidProtocolBufferException ex)
        {
            return Parsed.Invalid<IReadOnlyList<Proposal>>($"it is not a list of proposals: {ex.Message}");
        }
    }

    private static Proposal ParseOne(ByteString bytes)
    {
        var proposal = ProtoMessage.Of(bytes);
        return new Proposal(
            proposal.Number(IdField),
            proposal.Number(StatusField) == InVoting,
            proposal.Last(VotingEndsField) is { } time ? Time(ProtoMessage.Of(time)) : null,
            [.. proposal.All(MessagesField).SelectMany(any => ProposedChanges.In(any))]);
    }

    // google.protobuf.Timestamp; the chains' zero time, the year 1, is none.
    private static DateTimeOffset? Time(ProtoMessage time) =>
        time.Number(SecondsField) is > 0 and <= 253_402_300_799 and var seconds
            && time.Number(NanosecondsField) is >= 0 and < 1_000_000_000 and var nanoseconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100)
            : null;
}
