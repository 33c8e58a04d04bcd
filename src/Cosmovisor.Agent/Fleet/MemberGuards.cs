using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// The fleet's two reasons to keep a node from starting: another member signs with its key, or the gate's group has not gone first. Both by
/// hold files.
/// </summary>
internal sealed class MemberGuards(MemberHome home, FleetSettings settings, TimeProvider clock, FleetNews news)
{
    // Until the fleet was read; with etcd away nobody waits longer.
    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(20);

    private readonly Lock _gateKeeping = new();
    private readonly SignerHold _signer = new(home.Files, "fleet-signer", clock);
    private readonly HoldFile _gate = new(home.Files.Root, "fleet-gate");
    private (string? Name, long Height, DateTimeOffset Since) _gated;

    /// <summary>Whether all members have to be read.</summary>
    public bool NeedMembers(MemberRecord record)
    {
        lock (_gateKeeping)
        {
            // Where the upgrade is seen here first, nothing else shuts the gate.
            _ = AtOnce();
            return Due(Signs(record)) is not null;
        }
    }

    /// <summary>The agent has started: where the guard is closed, a node with a key of its own waits until the fleet was read.</summary>
    public void Begin()
    {
        if (settings.Guard.IsClosed && home.Signing is { IsRemote: false } && !home.IsRunning)
        {
            _signer.Unproved("asks the fleet whether this node's consensus key signs elsewhere, since COSMOVISOR_SIGNER_GUARD is closed");
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
    /// <param name="answer">What is known of the others.</param>
    public void Look(MemberRecord record, FleetAnswer answer)
    {
        Signer(record, answer);

        lock (_gateKeeping)
        {
            _ = AtOnce();
            Gate(record, answer is FleetAnswer.Read { IsWhole: true, View: var view } ? view : null, clock.GetUtcNow());
        }
    }

    private void Signer(MemberRecord record, FleetAnswer answer)
    {
        var key = Key(record);
        var verdict = answer switch
        {
            FleetAnswer.NotRead => new SignerVerdict.Start(),
            FleetAnswer.Away away => SignerRule.WithoutFleet(key, settings.Guard.IsClosed, away.IsAsked, away.Evidence),
            _ => SignerRule.Ask(record.Id, record.Instance, key, record.Signer is not null, ((FleetAnswer.Read)answer).View),
        };

        switch (verdict)
        {
            case SignerVerdict.Hold { IsProved: true, Why: var why }:
                news.Tell("signer", $"the node is held: {why}");
                _signer.Seen(why);
                break;
            case SignerVerdict.Hold { Why: var why }:
                news.Tell("signer", $"the node is held: {why}");
                _signer.Unproved(why);
                break;
            case SignerVerdict.StartUnproved { Why: var why } when _signer.Keep():
                news.Tell("signer", $"the node stays held for the second signer that was seen: {why}");
                break;
            case SignerVerdict.StartUnproved { Why: var why }:
                news.Tell("signer", $"the node may start unproved: {why}");
                _signer.Free();
                break;
            case SignerVerdict.Start when key is null || answer is FleetAnswer.Read { IsSettled: true } or FleetAnswer.Away:
                _ = news.Over("signer");
                _signer.Free();
                break;
            default:
                // The other signer may not have registered yet.
                _ = _signer.Keep();
                break;
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

    /// <summary>The hash of the key that no other member may sign with; null for none.</summary>
    /// <remarks>
    /// A copied key has no sign state yet: a node that does not run is asked for whatever it has signed. One that runs tells by its record.
    /// </remarks>
    public string? Key(MemberRecord record) => record.Signer ?? (record.State == MemberRecord.Running ? null : home.Signing?.Key);

    private static bool Signs(MemberRecord record) => record.Signer is not null || record.SignsRemotely;

    // The height of the chain's upgrade that is being carried out here.
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
