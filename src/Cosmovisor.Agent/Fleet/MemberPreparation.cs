using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>
/// Makes ready what the fleet asks for, within this member's own rules: one thing at a time, beside the agent's other work.
/// </summary>
internal sealed class MemberPreparation(
    MemberHome home, FleetSettings settings, Cosmovisorctl ctl, FleetPace pace, TimeProvider clock, FleetNews news)
{
    private readonly TakenEntries _taken = new(home.Notes);
    private readonly Dictionary<string, MemberReadiness> _readiness = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemberReadiness> _unarmed = new(StringComparer.Ordinal);
    private readonly List<MemberReadiness> _restarts = [];
    private readonly Dictionary<string, long> _tried = new(StringComparer.Ordinal);
    private Task _work = Task.CompletedTask;

    /// <summary>For the member's record.</summary>
    public IReadOnlyList<MemberReadiness> Readiness
    {
        get
        {
            lock (_readiness)
            {
                return [.. _readiness.Values.Select(one => _unarmed.GetValueOrDefault(one.Subject) ?? one).Concat(_restarts)
                    .OrderBy(one => one.Subject, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Looks at what is asked, and begins the next piece of work if none is under way.</summary>
    public void Look(FleetView orders, CancellationToken ct)
    {
        var id = home.Notes.Notes.Id;
        var entries = orders.Schedule.Where(entry => !entry.Removed && MemberLabels.Match(settings.Labels, entry.Only)).ToList();
        var rollouts = orders.Rollouts.Where(one => !one.IsOver
            && one.Kind is RolloutKind.Upgrade
            && one.Find(id) is { Turn: not Turn.Done }).ToList();

        Restarts(orders, entries, id);
        Keep([.. entries.Select(entry => entry.Id), .. rollouts.Select(one => one.Id)]);

        if (!_work.IsCompleted)
        {
            return;
        }

        if (_taken.Outdated(orders.Schedule) is var (outdated, isReplaced))
        {
            _work = TakeOffAsync(outdated, isReplaced, ct);
        }
        else if (rollouts.FirstOrDefault(one => IsDue(one.Id, one.Link)) is { } rollout)
        {
            _work = DoAsync(rollout.Id, () => PrepareAsync(rollout.Name, rollout.Link, ct));
        }
        else if (entries.FirstOrDefault(entry => IsDue(entry.Id, entry.Link)) is { } entry)
        {
            _work = DoAsync(entry.Id, () => ScheduleAsync(entry, ct));
        }

        foreach (var one in entries)
        {
            AsTheOutlookHasIt(one);
        }
    }

    /// <summary>Until nothing is under way.</summary>
    public Task EndAsync() => _work;

    private void Keep(HashSet<string> wanted)
    {
        lock (_readiness)
        {
            foreach (var gone in _readiness.Keys.Where(subject => !wanted.Contains(subject)).ToList())
            {
                _ = _readiness.Remove(gone);
                _ = _unarmed.Remove(gone);
                _ = _tried.Remove(gone);
            }
        }
    }

    private bool IsDue(string subject, string link)
    {
        if (settings.Allow.WhyNot(link) is { } why)
        {
            Say(subject, Cosmovisor.Fleet.Readiness.Refused, why);
            return false;
        }

        lock (_readiness)
        {
            return _readiness.GetValueOrDefault(subject) is not { Ready: Cosmovisor.Fleet.Readiness.Yes }
                && (!_tried.TryGetValue(subject, out var last) || clock.GetElapsedTime(last) >= pace.TryAgain);
        }
    }

    private async Task DoAsync(string subject, Func<Task<CommandEnd>> work)
    {
        await Task.Yield();

        lock (_readiness)
        {
            _tried[subject] = clock.GetTimestamp();
        }

        var end = await work();
        Say(subject, end.IsGood ? Cosmovisor.Fleet.Readiness.Yes : Cosmovisor.Fleet.Readiness.No, end.IsGood ? null : end.LastWords);
    }

    private Task<CommandEnd> PrepareAsync(string name, string link, CancellationToken ct) =>
        ctl.RunAsync(ct, "prepare", name, "--link", link);

    private async Task<CommandEnd> ScheduleAsync(FleetScheduleEntry entry, CancellationToken ct)
    {
        var end = await PrepareAsync(entry.Name, entry.Link, ct);

        if (!end.IsGood || _taken.Has(entry.Id))
        {
            return end;
        }

        var height = entry.Height.ToString(System.Globalization.CultureInfo.InvariantCulture);
        end = await ctl.RunAsync(ct, "add-upgrade", entry.Name, home.BinaryOf(entry.Name), "--upgrade-height", height);

        if (end.IsGood)
        {
            _taken.Add(entry);
        }

        return end;
    }

    private async Task TakeOffAsync(KeyValuePair<string, string> noted, bool isReplaced, CancellationToken ct)
    {
        await Task.Yield();

        // Where the entry that took its place is on the schedule here already, only the note is left.
        if (!isReplaced && await ctl.RunAsync(ct, "schedule", "remove", noted.Value) is { IsGood: false, LastWords: var words })
        {
            news.Tell($"remove {noted.Value}", $"\"{noted.Value}\" was not on the schedule here any more: {words}");
        }

        _taken.Remove(noted.Key);
    }

    // What was prepared days ago may have been spoilt since; the look ahead goes on checking it. That it is not armed yet spoils nothing.
    private void AsTheOutlookHasIt(FleetScheduleEntry entry)
    {
        lock (_readiness)
        {
            _ = _unarmed.Remove(entry.Id);

            if (_readiness.GetValueOrDefault(entry.Id) is not { Ready: Cosmovisor.Fleet.Readiness.Yes }
                || home.Files.Outlook.Value?.Plans?.FirstOrDefault(plan => plan.Name == entry.Name
                    && plan.Height == entry.Height) is not { Ready: "no" } plan)
            {
                return;
            }

            var problems = (plan.Checks ?? []).Where(check => check.Result == "problem").ToList();
            var wrong = problems.FirstOrDefault(check => check.Check != MemberHome.ArmedCheck);
            var not = new MemberReadiness(entry.Id, Cosmovisor.Fleet.Readiness.No,
                ForeignText.Printable((wrong ?? problems.FirstOrDefault())?.Says ?? "its look ahead says so", 300));
            (wrong is null && problems.Count > 0 ? _unarmed : _readiness)[entry.Id] = not;
        }
    }

    // A restart is ready where its entry is prepared and on this node's schedule; that it is not armed is what the restart is for.
    private void Restarts(FleetView orders, List<FleetScheduleEntry> entries, string id)
    {
        lock (_readiness)
        {
            _restarts.Clear();

            foreach (var rollout in orders.Rollouts.Where(
                one => !one.IsOver && one.Kind is RolloutKind.Restart && one.Find(id) is { Turn: not Turn.Done }))
            {
                _restarts.Add(entries.All(entry => entry.Id != rollout.Entry) ? new MemberReadiness(
                    rollout.Id, Cosmovisor.Fleet.Readiness.No, "its entry is not on the fleet's schedule for this member")
                    : (_readiness.GetValueOrDefault(rollout.Entry!) ?? new MemberReadiness(
                        rollout.Id, Cosmovisor.Fleet.Readiness.No, "not prepared yet")) with
                    { Subject = rollout.Id });
            }
        }
    }

    private void Say(string subject, Readiness ready, string? says)
    {
        lock (_readiness)
        {
            _readiness[subject] = new MemberReadiness(subject, ready, says);
        }

        if (says is not null)
        {
            news.Tell(subject, $"{(ready is Cosmovisor.Fleet.Readiness.Refused ? "refused" : "not ready")}: {says}");
        }
    }
}
