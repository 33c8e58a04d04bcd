using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// The fleet's two reasons to keep a node from starting: another member signs with its key, or the gate's group has not gone first. Both by
/// hold files.
/// </summary>
internal sealed class MemberGuards(MemberHome home, FleetSettings settings, TimeProvider clock, FleetNews news)
{
    // Renewed at each look; what is left of it after the agent's death is short.
    private static readonly TimeSpan SignerHold = TimeSpan.FromMinutes(1);

    // Until the fleet was read; with etcd away nobody waits longer.
    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(20);

    private readonly Lock _gateKeeping = new();
    private readonly HoldFile _signer = new(home.Files.Root, "fleet-signer");
    private readonly HoldFile _gate = new(home.Files.Root, "fleet-gate");
    private (string? Name, long Height, DateTimeOffset Since) _gated;

    /// <summary>Whether the members have to be read.</summary>
    public bool NeedMembers(MemberRecord record)
    {
        lock (_gateKeeping)
        {
            return record.Signer is not null || Due(Signs(record)) is not null;
        }
    }

    /// <summary>
    /// An upgrade of the chain has begun here: the gate is shut before anyone is asked, since the new version may start within the second.
    /// </summary>
    /// <returns>Whether it was shut.</returns>
    public bool AtOnce()
    {
        lock (_gateKeeping)
        {
            if (settings.Gate is { } gate
                && MemberLabels.GroupOf(settings.Labels) != gate
                && _gated.Name is var before
                && Due(home.Signing is { Signs: true }) is not null
                && _gated.Name != before)
            {
                _gate.Write($"asks the fleet whether the group \"{gate}\" has gone first", _gated.Since + FirstHold);
                return true;
            }

            return false;
        }
    }

    /// <param name="record">This member's.</param>
    /// <param name="view">The fleet; null while etcd cannot be read.</param>
    /// <param name="evidence">With etcd away, what the chain shows of a second signer.</param>
    public void Look(MemberRecord record, FleetView? view, string? evidence = null)
    {
        var now = clock.GetUtcNow();

        switch (SignerRule.Ask(record.Id, record.Instance, record.Signer, view, settings.Guard.IsClosed, evidence))
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

        lock (_gateKeeping)
        {
            Gate(record, view, now);
        }
    }

    private void Gate(MemberRecord record, FleetView? view, DateTimeOffset now)
    {
        var held = view is null ? null : Due(Signs(record)) is { } height ? GateRule.WhyHeld(settings.Gate, record, height, view) : null;

        if (held is not null && now - _gated.Since < GateRule.Longest)
        {
            news.Tell("gate", $"the node is held at its gate: {held}");
            _gate.Write(held, _gated.Since + GateRule.Longest);
        }
        else if (view is not null || Due(Signs(record)) is null)
        {
            // With etcd away the hold stays as it is, and runs out by itself.
            news.Over("gate");
            _gate.Remove();
        }
    }

    // The height of the chain's upgrade that is being carried out here.
    private static bool Signs(MemberRecord record) => record.Signer is not null || record.SignsRemotely;

    private long? Due(bool signs)
    {
        if (settings.Gate is null || signs || home.Notes.Notes.UnderWay is not null
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
