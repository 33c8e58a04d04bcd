using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>The fleet's two reasons to keep a node from starting: another member signs with its key, or the gate's group has not gone first. Both by hold files.</summary>
internal sealed class MemberGuards(MemberHome home, FleetSettings settings, TimeProvider clock, FleetNews news)
{
    // Renewed at each look; what is left of it after the agent's death is short.
    private static readonly TimeSpan SignerHold = TimeSpan.FromMinutes(1);

    private readonly HoldFile _signer = new(home.Files.Root, "fleet-signer");
    private readonly HoldFile _gate = new(home.Files.Root, "fleet-gate");
    private (string? Name, long Height, DateTimeOffset Since) _gated;

    /// <summary>Whether the members have to be read.</summary>
    public bool NeedMembers(MemberRecord record) => record.Signer is not null || Due(record) is not null;

    /// <param name="record">This member's.</param>
    /// <param name="view">The fleet; null while etcd cannot be read.</param>
    public void Look(MemberRecord record, FleetView? view)
    {
        var now = clock.GetUtcNow();

        switch (SignerRule.Ask(record.Id, record.Instance, record.Signer, view, settings.SignerGuardIsClosed))
        {
            case SignerVerdict.Hold { Why: var why }:
                news.Tell("signer", $"the node is held: {why}");
                _signer.Write(why, now + SignerHold);
                break;
            case SignerVerdict.StartUnproved { Why: var why }:
                news.Tell("signer", $"the node may start unproved: {why}");
                _signer.Remove();
                break;
            default:
                news.Over("signer");
                _signer.Remove();
                break;
        }

        var held = view is null ? null : Due(record) is { } height ? GateRule.WhyHeld(settings.Gate, record, height, view) : null;

        if (held is not null && now - _gated.Since < GateRule.Longest)
        {
            news.Tell("gate", $"the node is held at its gate: {held}");
            _gate.Write(held, _gated.Since + GateRule.Longest);
        }
        else if (view is not null || Due(record) is null)
        {
            // With etcd away the hold stays as it is, and runs out by itself.
            news.Over("gate");
            _gate.Remove();
        }
    }

    // The height of the chain's upgrade that is being carried out here.
    private long? Due(MemberRecord record)
    {
        if (settings.Gate is null || record.Signer is not null || home.Notes.Notes.UnderWay is not null
            || home.Files.State.Value?.Upgrade is not { Name: { } name, Height: > 0 and { } height })
        {
            return null;
        }

        if (_gated.Name != name || _gated.Height != height)
        {
            _gated = (name, height, clock.GetUtcNow());
        }

        return height;
    }
}
