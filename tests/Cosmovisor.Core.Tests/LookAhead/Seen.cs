using Cosmovisor.Chain;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>Valid samples of what a look sees.</summary>
internal static class Seen
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A node at height 100, with blocks of six seconds.</summary>
    public static OutlookNode Node { get; } = new()
    {
        Rpc = "http://127.0.0.1:26657",
        IsReachable = true,
        ChainId = "chain-1",
        Height = 100,
        AppHeight = 100,
        CatchingUp = false,
        LastBlockTime = Noon
    };

    public static UpgradePlan Plan(string name, long height, string info = "") =>
        UpgradePlan.Create(name, height, info).IsOk(out var plan, out var reason) ? plan : throw new ArgumentException(reason);

    public static Proposal Vote(long id, params ProposedChange[] changes) => new(id, true, Noon.AddHours(1), changes);

    public static ProposedChange Asks(string name, long height, string info = "") => new ProposedChange.Schedule(Plan(name, height, info));

    public static ChainSeen Chain(UpgradePlan? plan = null, params Proposal[] proposals) => new(
        Node, Parsed.Ok(plan), Parsed.Ok<IReadOnlyList<Proposal>>(proposals),
        [.. Enumerable.Range(50, 51).Select(height => new BlockTime(height, Noon.AddSeconds((height - 100) * 6)))]);

    public static LookFacts Facts(ChainSeen chain, Outlook? before = null, params UpgradePlan[] schedule) =>
        new(Noon, before, chain, schedule);

    public static Outlook Outlook(LookFacts facts) => new(facts.Now, facts.Node, PlansAhead.Of(facts));
}
