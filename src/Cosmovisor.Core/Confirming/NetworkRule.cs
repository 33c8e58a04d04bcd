namespace Cosmovisor.Confirming;

/// <summary>
/// The whole rule for "what keeps it from being confirmed?", from one round of questions. Proved on the recordings of a network of four
/// (tests/data/rpc).
/// </summary>
internal static class NetworkRule
{
    public static NetworkFinding Of(ConfirmGoal goal, NetworkSeen seen) => seen switch
    {
        { CannotAsk: { } reason } => new NetworkFinding.CannotBeAsked(reason),
        { Away: { } reason } => new NetworkFinding.Away(reason),
        { AppHeight: { } app } when goal.IsConfirmed(app, seen.CatchingUp) => new NetworkFinding.Agreed(),

        // Before all else: what such a node has seen of votes is old.
        { AppHeight: { } app, CatchingUp: true } => new NetworkFinding.CatchingUp(app),
        { Votes: { } votes } when Opponents(votes) is { } round => new NetworkFinding.ResultDiffers(votes.Height, round),
        { Peers: { AreAhead: true } peers, Votes: { } votes } => new NetworkFinding.LeftBehind(votes.Height, peers),
        { Votes: { } votes } when Split(votes) is { } round => new NetworkFinding.Disagreement(votes.Height, round),
        { Votes: { Last: { IsMoreThanTwoThirds: false } } votes } => new NetworkFinding.WaitingForPower(votes),
        _ => new NetworkFinding.NothingYet(),
    };

    // In round 0 a vote for no block may only mean that the block came late. In the rounds after it each camp refuses what the other
    // proposes, so the last round alone says who proposed it, not who is in the minority: the largest camp against us is weighed with the
    // largest that we were in.
    private static RoundSeen? Opponents(VotesSeen votes)
    {
        var later = votes.Rounds.Where(round => round.Number > 0).ToList();
        var against = later.Where(round => round.IsAgainstUs).MaxBy(round => round.Block);
        var withUs = later.Where(round => round.Own is OwnVote.TheBlock).MaxBy(round => round.Block);
        return against is not null && against.Block >= (withUs?.Block ?? 0) ? against : null;
    }

    private static RoundSeen? Split(VotesSeen votes) => votes.Rounds.LastOrDefault(round => round is { Number: > 0, IsSplit: true });
}
