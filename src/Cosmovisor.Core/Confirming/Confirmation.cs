using Cosmovisor.Events;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Confirming;

/// <summary>
/// How far an upgrade is on its way from switched to agreed to by the network. A value; each round of questions makes the next one.
/// </summary>
/// <param name="Goal">What has to be seen.</param>
internal sealed record Confirmation(ConfirmGoal Goal)
{
    /// <summary>What has changed is reported again after this.</summary>
    public static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    // A validator that was late signs again when its node has caught up with the newest block.
    private static readonly TimeSpan SignsWithin = TimeSpan.FromMinutes(1);

    public bool IsApplied => AppliedAt is not null;

    /// <summary>When it was seen to be applied.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>What was done in the upgrade, and when; null where that is not known.</summary>
    public Journal? Journal { get; init; }

    public bool IsConfirmed { get; init; }

    /// <summary>Told that it is not confirmed within its time.</summary>
    public bool IsLate { get; init; }

    /// <summary>Nothing is left to be asked.</summary>
    public bool IsOver { get; init; }

    private DateTimeOffset? ConfirmedAt { get; init; }

    private NetworkFinding Finding { get; init; } = new NetworkFinding.NothingYet();

    private NetworkFinding? Told { get; init; }

    private DateTimeOffset ToldAt { get; init; }

    /// <param name="seen">By this round of questions.</param>
    /// <param name="now">The time.</param>
    /// <param name="within">After this it counts as unconfirmed; zero for never.</param>
    /// <returns>What is known now, and what of it is to be reported.</returns>
    public (Confirmation Next, IReadOnlyList<Happening> News) After(NetworkSeen seen, DateTimeOffset now, TimeSpan within)
    {
        var (next, news) = (this, new List<Happening>());

        if (seen.AppHeight is { } app)
        {
            next = next with { Goal = Goal.From(app) };

            if (!IsApplied && next.Goal.IsApplied(app))
            {
                next = next with { AppliedAt = now };
                news.Add(new Happening.UpgradeApplied(Goal.Plan, Goal.Height, app, next.Goal.At, now - Goal.Since));
            }
        }

        return IsConfirmed ? next.Signatures(seen, now, news) : next.Agreement(seen, now, within, news);
    }

    private (Confirmation, IReadOnlyList<Happening>) Agreement(NetworkSeen seen, DateTimeOffset now, TimeSpan within, List<Happening> news)
    {
        var finding = NetworkRule.Of(Goal, seen);
        var next = this with { Finding = finding };

        switch (finding)
        {
            case NetworkFinding.Agreed:
                news.Add(new Happening.UpgradeConfirmed(Goal.Plan, Goal.Height, seen.AppHeight ?? 0, now - Goal.Since)
                {
                    Down = Journal is null ? null : Downtime.Of(Journal, Goal.Since, AppliedAt, now),
                });
                return (next with { IsConfirmed = true, ConfirmedAt = now }).Signatures(seen, now, news);

            case NetworkFinding.CannotBeAsked { Reason: var reason }:
                news.Add(new Happening.UpgradeCannotBeConfirmed(Goal.Plan, Goal.Height, reason));
                return (next with { IsOver = true }, news);
        }

        // Twice in a row: a vote that is on its way, and a peer that is a block ahead, look like trouble for an instant.
        if (finding.Says is { } says && finding.GetType() == Finding.GetType() && IsNews(finding, now))
        {
            news.Add(Word(finding, says));
            next = next with { Told = finding, ToldAt = now };
        }

        if (!IsLate && within > TimeSpan.Zero && now - Goal.Since >= within)
        {
            news.Add(new Happening.UpgradeUnconfirmed(Goal.Plan, Goal.Height, now - Goal.Since, finding.Says ?? Still(seen)));
            next = next with { IsLate = true };
        }

        return (next, news);
    }

    // What cannot get well by itself is reported at once; its figures may change all day.
    private bool IsNews(NetworkFinding finding, DateTimeOffset now) =>
        Told is null || (finding.IsGrave ? Told.GetType() != finding.GetType() : Told.Says != finding.Says && now - ToldAt >= BetweenWords);

    private Happening Word(NetworkFinding finding, string says) => finding switch
    {
        NetworkFinding.ResultDiffers => new Happening.ResultDiffers(Goal.Plan, Goal.Height, says),
        NetworkFinding.LeftBehind => new Happening.LeftBehind(Goal.Plan, Goal.Height, says),
        _ => new Happening.ConfirmationWaits(Goal.Plan, Goal.Height, says),
    };

    private static string Still(NetworkSeen seen) =>
        seen.AppHeight is { } app ? $"the node answers, stays at block {app}, and makes no new one"
            : "nothing is known about it";

    private (Confirmation, IReadOnlyList<Happening>) Signatures(NetworkSeen seen, DateTimeOffset now, List<Happening> news)
    {
        var signed = seen switch
        {
            { Power: 0 } => "not-validator",
            { Signed: true } => "yes",
            { Power: > 0 } when now - ConfirmedAt < SignsWithin => null,
            { Power: > 0, Signed: false, CatchingUp: false } => "no",
            { Power: > 0, CatchingUp: true } => null,
            _ when now - ConfirmedAt < SignsWithin && seen.Away is not null => null,
            _ => "unknown",
        };

        if (signed is null)
        {
            return (this, news);
        }

        news.Add(signed == "no" ? new Happening.ValidatorNotSigning(Goal.Plan, Goal.Height)
            : new Happening.SignatureChecked(Goal.Plan, signed));
        return (this with { IsOver = true }, news);
    }
}
