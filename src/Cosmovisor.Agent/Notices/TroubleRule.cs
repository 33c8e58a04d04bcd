using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>Something that is wrong now, and may be over later.</summary>
/// <param name="Kind">See <see cref="TroubleKind"/>.</param>
/// <param name="Plan">Whose; null for none.</param>
/// <param name="Level">How bad.</param>
/// <param name="Says">In a sentence.</param>
internal sealed record Trouble(string Kind, string? Plan, LogLevel Level, string Says)
{
    /// <summary>What begins its key; null for the machine and the home. A fleet's trouble has one key, whichever agent tells it.</summary>
    public string? Scope { get; init; }

    /// <summary>The end of its key.</summary>
    public string Name => NameOf(Kind, Plan);

    public static string NameOf(string kind, string? plan) => plan is null ? kind : $"{kind}/{plan}";
}

/// <summary>What is wrong in a home. Trouble is a state, read from its files: whichever agent looks sees the same.</summary>
internal static class TroubleRule
{
    /// <param name="home">Its files.</param>
    /// <param name="endedWell">Whether the last supervisor ended as it was asked to; null where it has not ended.</param>
    /// <param name="awayFor">How long none was seen.</param>
    /// <param name="unconfirmed">The upgrade that the network has not confirmed, by the events.</param>
    public static IReadOnlyList<Trouble> Of(HomeNow home, bool? endedWell, TimeSpan awayFor, UnconfirmedUpgrade? unconfirmed)
    {
        var found = new List<Trouble>();

        if (home.Supervisor == SupervisorPresence.NotRunning
            && home.State is not null
            && endedWell != true
            && awayFor >= TimeSpan.FromMinutes(1))
        {
            found.Add(new(TroubleKind.SupervisorAway, null, LogLevel.Error,
                "no supervisor runs: the node is not watched, and at an upgrade nothing would be switched"));
        }

        if (home.State is { Trouble: { Length: > 0 } sentence } state)
        {
            var failed = state.LastUpgrade is { Result: "failed" } ? state.LastUpgrade.Name : null;
            found.Add(new(failed is null ? TroubleKind.Trouble : TroubleKind.UpgradeFailed, failed, LogLevel.Error, sentence));
        }

        if (home.IsOutlookFresh)
        {
            found.AddRange(home.Coming.Where(plan => plan is { Ready: "no", Status: "decided" or "scheduled" })
                .Select(plan => new Trouble(TroubleKind.NotReady, plan.Name, LogLevel.Warning, NotReady(plan))));
        }

        if (unconfirmed is not null)
        {
            found.Add(new(TroubleKind.Unconfirmed, unconfirmed.Plan, LogLevel.Error, unconfirmed.Says));
        }

        return found;
    }

    private static string NotReady(ComingFacts plan)
    {
        var problems = (plan.Checks ?? []).Where(check => check.Result == "problem")
            .Select(check => check.Todo is { Length: > 0 } todo ? $"{check.Says} ({todo})" : check.Says);
        return $"the upgrade \"{plan.Name}\" would not succeed here: {string.Join("; ", problems)}";
    }
}

/// <param name="Plan">Its name.</param>
/// <param name="Says">What is missing.</param>
internal sealed record UnconfirmedUpgrade(string? Plan, string Says);
