using Cosmovisor.Logging;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Events;

/// <summary>Of what a look ahead has found new. The child that looks tells it; the supervisor hears it from there.</summary>
internal abstract partial record Happening
{
    /// <summary>The case for a change.</summary>
    public static Happening OfLook(OutlookChange change) => change.About switch
    {
        OutlookSubject.Coming => new ChainPlanSeen(change),
        OutlookSubject.Cancelled => new ChainPlanCancelled(change),
        OutlookSubject.Readiness => new ReadinessChanged(change),
        OutlookSubject.Near => new UpgradeNear(change),
        OutlookSubject.Trouble => new LookAheadTold(change),
        _ => new ChainPlanChanged(change),
    };

    internal sealed record ChainPlanSeen(OutlookChange Change) : OfTheOutlook(OfKind, Change)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-scheduled",
            LogLevel.Info,
            "the chain has decided on an upgrade` or `an upgrade is proposed and in voting` or `an upgrade is scheduled here",
            "with its height and its expected time");
    }

    internal sealed record ChainPlanChanged(OutlookChange Change) : OfTheOutlook(OfKind, Change)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-changed",
            LogLevel.Info,
            "an upgrade was moved …` or `the info of a coming upgrade has changed` or `proposal N would cancel a decided upgrade",
            "see whether what was prepared still fits");
    }

    internal sealed record ChainPlanCancelled(OutlookChange Change) : OfTheOutlook(OfKind, Change)
    {
        public static readonly HappeningKind OfKind = new(
            "plan-cancelled", LogLevel.Info,
            "a coming upgrade was cancelled` or `a vote on an upgrade is over, and the chain has no such plan", "nothing to do");
    }

    internal sealed record ReadinessChanged(OutlookChange Change) : OfTheOutlook(OfKind, Change)
    {
        public static readonly HappeningKind OfKind = new(
            "readiness-changed", LogLevel.Info, "a coming upgrade is ready` or `a coming upgrade is not ready: …",
            "a WARN when it is not, with what is in its way; `cosmovisorctl doctor` has all checks");
    }

    internal sealed record UpgradeNear(OutlookChange Change) : OfTheOutlook(OfKind, Change)
    {
        public static readonly HappeningKind OfKind = new(
            "upgrade-near", LogLevel.Info, "an upgrade comes in less than a day: …` or `an hour` or `ten minutes",
            "with its readiness; a WARN where it is not ready, or that is not known");
    }

    internal sealed record LookAheadTold(OutlookChange Change) : OfTheOutlook(OfKind, Change)
    {
        public static readonly HappeningKind OfKind = new(
            "look-ahead-trouble", LogLevel.Info, "looking ahead: …", "the node's RPC does not answer as it should, or does again");
    }

    /// <summary>What they have in common.</summary>
    internal abstract record OfTheOutlook(HappeningKind HowKind, OutlookChange What) : Happening(HowKind)
    {
        public override LogLevel Level => What.Level;

        public override string Words => What.Says;

        public override (string Name, object? Value)[] Facts =>
        [
            ("plan", What.Plan is { } plan ? ForeignText.Printable(plan.Name) : null), ("height", What.Plan?.Height), (
                "blocks", What.Plan?.BlocksLeft),
            ("about", What.Plan?.Eta is { } eta ? $"{eta:yyyy-MM-dd HH:mm} UTC" : null), (
                "proposal", What.Plan?.Proposal),
            ("voting_ends", What.Plan?.VotingEnds is { } ends ? $"{ends:yyyy-MM-dd HH:mm} UTC" : null),
        ];
    }
}
