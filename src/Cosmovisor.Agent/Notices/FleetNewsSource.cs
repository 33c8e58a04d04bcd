using Cosmovisor.Fleet;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>The fleet's troubles, where this agent is the one that tells them.</summary>
/// <param name="now">What is known of them.</param>
/// <param name="keep">Has etcd keep what was told, in the place of what it was made from.</param>
/// <param name="fleet">The fleet's name: part of their keys, which are the same whichever agent reports.</param>
/// <param name="me">This member's id.</param>
internal sealed class FleetNewsSource(Func<FleetTroubles> now, Action<FleetTold, FleetTroubles> keep, string fleet, string me)
{
    private const string Start = "cosmovisor:fleet:";

    public FleetTroubles Now => now();

    public string Me => me;

    private string Scope => $"{Start}{fleet}";

    /// <summary>The fleet whose trouble has this key; null for a home's.</summary>
    public static string? FleetOf(string key, string name) =>
        key.StartsWith(Start, StringComparison.Ordinal) && key.EndsWith($":{name}", StringComparison.Ordinal)
            && key.Length - name.Length - 1 is var end && end > Start.Length ? key[Start.Length..end] : null;

    /// <param name="known">Of the fleet.</param>
    /// <param name="open">What was told before. It stays as it is while nothing is known, since an agent that starts has not read etcd
    /// yet; and where another agent tells, until that one has it.</param>
    public IEnumerable<Trouble> Troubles(FleetTroubles known, IEnumerable<OpenTrouble> open) => known.Troubles is { } troubles
        ? troubles.Select(one => new Trouble(one.Kind, one.About, one.IsError ? LogLevel.Error : LogLevel.Warning, one.Says)
        {
            Scope = Scope
        })
        : open.Where(one => TroubleKind.IsOfTheFleet(one.Kind))
            .Select(one => new Trouble(one.Kind, one.Plan, one.Level == "error" ? LogLevel.Error : LogLevel.Warning, one.Says));

    /// <summary>What another agent has told, as trouble of this one.</summary>
    public (string Name, OpenTrouble Trouble, bool IsSent) Open(ToldTrouble told)
    {
        var name = Trouble.NameOf(told.Kind, told.About);
        return (name, new OpenTrouble($"{Scope}:{name}", told.Kind, told.About, told.Level, told.Says, told.Since)
        {
            IsShared = true,
            IsHeard = true
        }, told.Sent);
    }

    public bool IsOurs(string key) => key.StartsWith($"{Scope}:", StringComparison.Ordinal);

    public void Keep(FleetTold told, FleetTroubles from) => keep(told, from);
}
