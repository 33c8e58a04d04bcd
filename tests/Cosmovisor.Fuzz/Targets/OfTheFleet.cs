using Cosmovisor.Fleet;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>What others have put into etcd, and what an operator types.</summary>
internal static class OfTheFleet
{
    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("fleet-member", bytes => Must.ComeBack<MemberRecord>(bytes, FleetText.Write, text => FleetText.Member(text))),
        new("fleet-known", bytes => Must.ComeBack<KnownMember>(bytes, FleetText.Write, text => FleetText.Known(text))),
        new("fleet-entry", bytes => Must.ComeBack<FleetScheduleEntry>(bytes, FleetText.Write, text => FleetText.Entry(text))),
        new("fleet-rollout", bytes => Must.ComeBack<Rollout>(bytes, FleetText.Write, text => FleetText.Rollout(text))),
        new("fleet-notes", bytes => Must.ComeBack<MemberNotes>(bytes, FleetText.Write, text => FleetText.Notes(text))),
        new("fleet-told", bytes => Must.ComeBack<FleetTold>(bytes, FleetText.Write, text => FleetText.Told(text))),
        new("fleet-address", bytes => Must.BeWhole(FleetAddress.Parse(Must.Text(bytes)))),
        new("fleet-labels", bytes => Must.ComeBack(MemberLabels.Parse(Must.Text(bytes)), MemberLabels.Text, MemberLabels.Parse)),
    ];
}
