using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary>
/// Binaries that the operator names into their places, their heights into the operator's schedule: all of it, or nothing and every reason
/// why.
/// </summary>
/// <param name="home">Whose.</param>
/// <param name="version">The version that runs.</param>
/// <param name="staging">How binaries are staged.</param>
/// <param name="news">Receives what was done.</param>
/// <param name="output">The operator.</param>
internal sealed class UpgradesByHand(DaemonHome home, CurrentVersion version, StagingSettings staging, INews news, TextWriter output)
{
    private readonly ExpectedBinaries _binaries = new(home, staging, news);
    private readonly List<string> _wrong = [];

    public static RefusedException Misused(string reason) => new($"{reason}\nNothing was changed") { ExitCode = ExitCodes.Usage };

    /// <summary>As its name stands on the disk.</summary>
    public ManualUpgrade Recased(ManualUpgrade upgrade) =>
        staging.Recase && UpgradePlan.Create(upgrade.Plan.Name.ToLowerInvariant(), upgrade.Plan.Height, upgrade.Plan.Info)
            .IsOk(out var plan, out _) ? upgrade with { Plan = plan } : upgrade;

    /// <summary>One more reason to change nothing; reported together with all others.</summary>
    public void Refuse(string reason) => _wrong.Add(reason);

    /// <param name="upgrades">Recased.</param>
    /// <param name="replace">Others of the same name, scheduled or in place, give way.</param>
    /// <param name="evenCurrent">And so does the binary of the version that runs.</param>
    /// <param name="ct">Gives up, leaving nothing behind.</param>
    /// <returns>The schedule as it is now.</returns>
    /// <exception cref="RefusedException">Nothing was changed, and why.</exception>
    public async Task<UpgradeSchedule> PutAsync(
        IReadOnlyCollection<ManualUpgrade> upgrades, bool replace, bool evenCurrent, CancellationToken ct)
    {
        var file = new ScheduleFile(home);
        LookForBinaries(upgrades);
        return upgrades.Count == 0 ? file.Read() : await PutAsync(file, upgrades, replace, evenCurrent, ct);
    }

    private async Task<UpgradeSchedule> PutAsync(
        ScheduleFile file, IReadOnlyCollection<ManualUpgrade> upgrades, bool replace, bool evenCurrent, CancellationToken ct)
    {
        using var workplace = await Workplace.OpenAsync(home, "by-hand", news, ct);
        var placing = new HandPlacing(home, staging.Recase, workplace, news);
        var prepared = upgrades.Select(upgrade => (Upgrade: upgrade, Placing: Prepare(placing, upgrade, replace, evenCurrent))).ToList();
        ct.ThrowIfCancellationRequested();
        UpgradeSchedule result;

        try
        {
            // The binaries first, while nobody can change the schedule: an entry whose binary is missing would stop the node for nothing.
            result = file.Change(schedule =>
            {
                var changed = Scheduled(schedule, upgrades, replace);
                RefuseIfWrong(upgrades);
                prepared.ForEach(one => Put(placing, one.Placing));
                return changed;
            });
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"cannot write below {home.Root}: {ex.Message.TrimEnd('.')}. What was put in place already is complete; correct that, and run this once more",
                ex);
        }

        foreach (var (upgrade, place) in prepared)
        {
            Tell(upgrade, place);
        }

        return result;
    }

    // The node would be run up to the height and stay down there.
    private void LookForBinaries(IEnumerable<ManualUpgrade> upgrades) => _wrong.AddRange(
        from upgrade in upgrades
        where upgrade.Binary is null
        let trouble = _binaries.TroubleWith(upgrade.Plan)
        where trouble is { CanBeDownloaded: false }
        select $"the upgrade \"{upgrade.Plan.Name}\" comes without the path of a binary: {trouble.Reason}");

    private PlacingByHand? Prepare(HandPlacing placing, ManualUpgrade upgrade, bool replace, bool evenCurrent)
    {
        try
        {
            var prepared = upgrade.Binary is { } binary ? placing.Prepare(upgrade.Plan.Name, Path.GetFullPath(binary)) : null;

            if (prepared is { Replaces: true })
            {
                var runs = DaemonHome.TargetOfFolder(prepared.Folder) == version.Target;
                _wrong.AddRange(!replace ? [$"file already exists at {prepared.Binary}, and is another one: --force replaces it"]
                    : runs && !evenCurrent ? [$"{prepared.Binary} is another one, and is the version that runs: --force replaces it"]
                    : Array.Empty<string>());
            }

            return prepared;
        }
        catch (RefusedException ex)
        {
            _wrong.Add($"the upgrade \"{upgrade.Plan.Name}\": {ex.Message}");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            _wrong.Add($"the upgrade \"{upgrade.Plan.Name}\": cannot copy {upgrade.Binary}: {ex.Message}");
        }

        return null;
    }

    // Those that are asked for must agree with one another first, whatever gives way to them.
    private UpgradeSchedule Scheduled(UpgradeSchedule schedule, IEnumerable<ManualUpgrade> upgrades, bool replace)
    {
        var among = UpgradeSchedule.Empty;

        foreach (var plan in upgrades.Where(upgrade => upgrade.HasHeight).Select(upgrade => upgrade.Plan))
        {
            if (!among.With(plan).IsOk(out var more, out var reason) || !schedule.With(plan, replace).IsOk(out var changed, out reason))
            {
                _wrong.Add(reason);
                continue;
            }

            (among, schedule) = (more, changed);
        }

        return schedule;
    }

    private void RefuseIfWrong(IEnumerable<ManualUpgrade> upgrades)
    {
        if (_wrong is { Count: > 0 })
        {
            throw new RefusedException(
                $"nothing was changed:\n  {string.Join("\n  ", [.. _wrong, .. upgrades.Select(Unread).OfType<string>()])}");
        }
    }

    private static string? Unread(ManualUpgrade upgrade) => upgrade.Unread is { } keys
        ? $"the upgrade \"{upgrade.Plan.Name}\" has {keys}, which has no effect here: an entry has name, path, height and info" : null;

    private static void Put(HandPlacing placing, PlacingByHand? prepared)
    {
        if (prepared is not null)
        {
            placing.Put(prepared);
        }
    }

    private void Tell(ManualUpgrade upgrade, PlacingByHand? place)
    {
        var name = upgrade.Plan.Name;

        if (place is not null)
        {
            output.WriteLine($"Using {upgrade.Binary} for {name} upgrade");
            output.WriteLine($"Upgrade binary located at {place.Binary}{(place.Version is null ? " (it was there already)" : "")}");
        }

        if (Unread(upgrade) is { } unread)
        {
            output.WriteLine(unread);
        }

        if (upgrade.HasHeight)
        {
            output.WriteLine($"{home.Schedule} written, {name} upgrade binary will switch at height {upgrade.Plan.Height}");
        }

        news.Tell(new Happening.PlanScheduled(name, upgrade.HasHeight ? upgrade.Plan.Height : null, place?.Binary));
    }
}
