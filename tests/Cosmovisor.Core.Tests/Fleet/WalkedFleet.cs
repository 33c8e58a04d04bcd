using Cosmovisor.Fleet;

namespace Cosmovisor.Tests.Fleet;

/// <summary>A fleet of agents and one etcd, in memory: every act of any of them, one at a time, in any order.</summary>
internal sealed class WalkedFleet
{
    private readonly Random _chance;
    private readonly List<WalkedMember> _members;
    private readonly List<(Rollout[] Rollouts, Dictionary<string, MemberRecord> Records)> _backups = [];
    private Rollout[] _rollouts;
    private Dictionary<string, MemberRecord> _records = [];
    private int _revision;
    private string? _overstepped;

    public WalkedFleet(int seed)
    {
        _chance = new Random(seed);
        _members = [.. Enumerable.Range(0, _chance.Next(2, 7)).Select(i => new WalkedMember($"m{i}"))];
        _rollouts = [.. Enumerable.Range(1, _chance.Next(1, 3)).Select(NewRollout)];
        _members.ForEach(Register);
    }

    /// <summary>What was done, for the message of a failure.</summary>
    public List<string> Story { get; } = [];

    public bool IsOver => Array.TrueForAll(_rollouts, one => one.State is RolloutState.Done);

    public void Step()
    {
        var member = _members[_chance.Next(_members.Count)];
        var act = _chance.Next(100);
        Story.Add($"{act} {member.Id}");

        switch (act)
        {
            case < 20: Look(member); break;
            case < 30: Hurry(member); break;
            case < 60: Commit(member); break;
            case < 70: Begin(member); break;
            case < 72: DieOrRise(member); break;
            case < 82: End(member, well: _chance.Next(20) > 0); break;
            case < 85: member.Sleeps = !member.Sleeps; break;
            case < 87: member.Kill(); break;
            case < 89: member.IsCut = !member.IsCut; break;
            case < 91: LeaseRunsOut(member); break;
            case < 93: Register(member); break;
            case < 95: Order(); break;
            case < 97: _backups.Add(([.. _rollouts], new(_records))); break;
            case < 99 when _backups.Count > 0: Restore(); break;
            default: _members.ForEach(Register); break;
        }

        if (Broken() is { } broken)
        {
            throw new InvalidOperationException($"{broken}, after: {string.Join(", ", Story)}");
        }
    }

    /// <summary>All is well again: everything that can come to its end does.</summary>
    public void Calm()
    {
        foreach (var member in _members)
        {
            (member.Sleeps, member.IsCut, member.IsDead) = (false, false, false);
            Register(member);
        }

        for (var i = 0; i < 3000 && !IsOver; i++)
        {
            _rollouts = [.. _rollouts.Select(
                one => RolloutRule.Order(one, RolloutState.Running, "op").IsOk(out var next, out _) ? next : one)];
            var member = _members[_chance.Next(_members.Count)];
            Look(member);
            Commit(member);
            Begin(member);
            End(member, well: true);
            Register(member);
        }
    }

    public string? Halfway() => _members.FirstOrDefault(member => member.IsDown) is { } left ? $"{left.Id} was left down" : null;

    private string? Broken() =>
        _overstepped ??
        (_members.FirstOrDefault(member => member.Begun.Distinct().Count() != member.Begun.Count) is { } twice
            ? $"{twice.Id} did one try twice"
        : _members.Count(member => member.IsDown) is var down
            && _members.Where(member => member.IsDown).Select(member => member.Limit).DefaultIfEmpty(int.MaxValue).Min() is var limit
            && down > limit
            ? $"{down} are down, and {limit} may be"
        : null);

    // Those that died before the turn began count beside those that are down by our doing.
    private string? Overstepped(WalkedMember begins)
    {
        var limit = _members.Where(member => member.IsDown).Min(member => member.Limit);
        var away = _members.Where(member => member.IsDown || (member.IsDead && begins.SeenAway.Contains(member.Id))).ToList();
        return away.Count <= limit ? null
            : $"{begins.Id} began, {string.Join(", ", away.Select(one => one.Id))} are away, and {limit} may be";
    }

    private Rollout NewRollout(int number) =>
        new($"r{number}", $"v{number}", "https://example.com/x", _chance.Next(1, 4), 0, [.. _members.Select(
            (one, i) => new RolloutMember(one.Id, one.Id, i < 2 ? "canary" : "sentry", Turn.Waiting))])
        {
            Kind = _chance.Next(3) == 0 ? RolloutKind.Restart : RolloutKind.Upgrade,
            Entry = $"e{number}",
        };

    private FleetView View() =>
        new(_members.ToDictionary(member => member.Id, member => new MemberView(
            new KnownMember(member.Id, member.Id, new Dictionary<string, string>()),
            [.. _records.Where(one => one.Key == member.Id).Select(one => one.Value)])),
            [.. _rollouts.Select(one => new FleetScheduleEntry(one.Entry!, one.Name, 9, one.Link))], _rollouts);

    private void Look(WalkedMember member)
    {
        if (member is not { Sleeps: false, IsCut: false, AboutToBegin: null })
        {
            return;
        }

        member.Reconcile();
        var view = View();

        // Settled: whoever has a record has it from its agent that is there now, in this history of etcd; the shell waits for that.
        var settled = _records.Values.All(record => _members.Any(one => one.Id == record.Id && one.Registered));

        foreach (var rollout in _rollouts)
        {
            var facts = new RolloutFacts(member.Id, member.Instance, view, member.Notes)
            {
                HasSoaked = true,
                IsSettled = settled,
                Runs = member.Runs,
                IsArmed = member.Armed.Contains(rollout.Name),
                Lost = _members.Where(one => !_records.ContainsKey(one.Id) && _chance.Next(10) == 0).Select(one => one.Id).ToHashSet(),
            };

            if (RolloutRule.Next(rollout, facts, SomeFleet.Now) is RolloutStep.Write write)
            {
                member.Pending = (write, _revision);
                member.SeenAway = [.. _members.Where(one => _records.GetValueOrDefault(one.Id)?.State != MemberRecord.Running)
                    .Select(one => one.Id)];
                return;
            }
        }
    }

    // One agent is quicker than all others.
    private void Hurry(WalkedMember member)
    {
        for (var i = 0; i < 3; i++)
        {
            Look(member);
            Commit(member);
        }

        Begin(member);
    }

    // The transaction: no rollout may have changed since they were read. Its answer may be lost.
    private void Commit(WalkedMember member)
    {
        if (member is not { Sleeps: false, IsCut: false, Pending: { } pending })
        {
            return;
        }

        member.Pending = null;

        if (pending.Revision == _revision)
        {
            _revision++;
            _rollouts = [.. _rollouts.Select(one => one.Id == pending.Step.Next.Id ? pending.Step.Next : one)];
            member.AboutToBegin = pending.Step.Begins && _chance.Next(10) > 0 ? pending.Step.Next : null;
        }
    }

    private void Begin(WalkedMember member)
    {
        if (member.Sleeps)
        {
            // The shell measures this on a clock that runs on through a suspend, and lets the turn go.
            member.AboutToBegin = null;
        }
        else if (member.AboutToBegin is { } rollout)
        {
            member.Begin(rollout);
            Register(member);
            _overstepped ??= Overstepped(member);
        }
    }

    // The node ends its upgrade whether its agent lives, sleeps or is cut off.
    private static void End(WalkedMember member, bool well)
    {
        if (member.IsDown)
        {
            member.End(well);
        }
    }

    // Not by our doing; its agent sees it unless it sleeps.
    private void DieOrRise(WalkedMember member)
    {
        member.IsDead = !member.IsDead;
        Register(member);
    }

    private void LeaseRunsOut(WalkedMember member)
    {
        if (member.Sleeps || member.IsCut || !member.Registered)
        {
            _ = _records.Remove(member.Id);
            member.Registered = false;
        }
    }

    private void Register(WalkedMember member)
    {
        if (!member.Sleeps && !member.IsCut)
        {
            member.Reconcile();
            _records[member.Id] = member.Record([.. _rollouts.Select(one => one.Id)]);
            member.Registered = true;
        }
    }

    private void Order()
    {
        var i = _chance.Next(_rollouts.Length);
        var wanted = _chance.Next(3) == 0 ? RolloutState.Paused : RolloutState.Running;

        if (RolloutRule.Order(_rollouts[i], wanted, "op").IsOk(out var next, out _))
        {
            _revision++;
            _rollouts[i] = next;
        }
    }

    // Every agent finds another cluster, and registers anew; those that cannot have the records of the backup until their leases run out.
    private void Restore()
    {
        (_rollouts, _records) = _backups[_chance.Next(_backups.Count)];
        (_rollouts, _records) = ([.. _rollouts], new(_records));
        _revision += 1000;
        _members.ForEach(member => member.Registered = false);
        Register(_members[_chance.Next(_members.Count)]);
        _members.Where(member => member.IsCut).ToList().ForEach(LeaseRunsOut);
        Hurry(_members[_chance.Next(_members.Count)]);
    }
}
