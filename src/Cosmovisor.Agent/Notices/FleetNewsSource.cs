using Cosmovisor.Fleet;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>The fleet's troubles, where this agent is the one that tells them.</summary>
/// <param name="now">What is known of them.</param>
/// <param name="fleet">The fleet's name: part of their keys, which are the same whichever agent tells.</param>
internal sealed class FleetNewsSource(Func<FleetTroubles> now, string fleet)
{
    public bool IsToldElsewhere => now() is { IsKnown: true, Troubles: null };

    /// <param name="open">What was told before. While nothing is known it stays as it is: an agent that starts has not read etcd
    /// yet.</param>
    public IEnumerable<Trouble> Troubles(IEnumerable<OpenTrouble> open) => now() is { IsKnown: true } known
        ? (known.Troubles ?? []).Select(one => new Trouble(one.Kind, one.About, one.IsError ? LogLevel.Error : LogLevel.Warning, one.Says)
        {
            Scope = $"cosmovisor:fleet:{fleet}"
        })
        : open.Where(one => TroubleKind.IsOfTheFleet(one.Kind))
            .Select(one => new Trouble(one.Kind, one.Plan, one.Level == "error" ? LogLevel.Error : LogLevel.Warning, one.Says));
}
