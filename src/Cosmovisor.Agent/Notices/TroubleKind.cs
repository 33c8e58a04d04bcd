using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Notices;

/// <summary>The kinds of trouble, by their words.</summary>
internal static class TroubleKind
{
    /// <summary>No supervisor holds the lock, and the last one did not end as it was asked to.</summary>
    public const string SupervisorAway = "supervisor-away";

    /// <summary>An upgrade failed, and no daemon was started since.</summary>
    public const string UpgradeFailed = "upgrade-failed";

    /// <summary>Any other error that the supervisor holds up.</summary>
    public const string Trouble = "trouble";

    /// <summary>A decided upgrade would not succeed here.</summary>
    public const string NotReady = "not-ready";

    /// <summary>The network has not confirmed an upgrade.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>Whether it is not this home's.</summary>
    public static bool IsOfTheFleet(string kind) => kind.StartsWith(FleetTrouble.Start, StringComparison.Ordinal);

    /// <summary>Whether people are told of it besides the event that says the same.</summary>
    public static bool IsTold(TroubleNews news) => news.Kind switch
    {
        SupervisorAway => true,
        _ when IsOfTheFleet(news.Kind) => true,
        UpgradeFailed or Trouble => !news.IsOpen,
        _ => false,
    };
}
