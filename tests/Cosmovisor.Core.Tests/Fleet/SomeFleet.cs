using Cosmovisor.Fleet;

namespace Cosmovisor.Tests.Fleet;

/// <summary>Members, rollouts and views as tests need them: running, ready, one group.</summary>
internal static class SomeFleet
{
    public const string Id = "r1";

    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static MemberRecord Record(string id, string group = "sentry") =>
        new(id, $"{id}-i", id, new Dictionary<string, string> { ["group"] = group }, MemberRecord.Running)
        {
            ChainId = "c-1",
            Host = $"host-{id}",
            Readiness = [new MemberReadiness(Id, Readiness.Yes, null)],
        };

    public static MemberView Member(MemberRecord record) => new(new KnownMember(record.Id, record.Name, record.Labels), [record]);

    public static MemberView Late(string id, string group = "sentry") =>
        new(new KnownMember(id, id, new Dictionary<string, string> { ["group"] = group }), []);

    public static Rollout Rollout(int max, params string[] members) =>
        new(Id, "v1.0.1", "https://example.com/v1.0.1", max, 0,
            [.. members.Select(id => new RolloutMember(id, id, "sentry", Turn.Waiting))]);

    public static FleetView View(Rollout rollout, params MemberView[] members) =>
        new(members.ToDictionary(member => member.Id), [], [rollout]);

    public static RolloutFacts Facts(string id, FleetView view) =>
        new(id, $"{id}-i", view, new MemberNotes(id, [])) { HasSoaked = true, IsSettled = true };

    public static Rollout At(this Rollout rollout, string id, Turn turn, string? instance = null) =>
        rollout.With(rollout.Find(id)! with { Turn = turn, Instance = turn is Turn.Waiting ? null : instance ?? $"{id}-i" });
}
