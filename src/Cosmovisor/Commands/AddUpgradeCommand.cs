using System.Globalization;
using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Plans;
using Cosmovisor.Staging;

namespace Cosmovisor.Commands;

/// <summary><c>add-upgrade</c> and <c>add-batch-upgrade</c>: binaries into their places, heights into the operator's schedule; all of it, or nothing and every reason why.</summary>
/// <param name="home">Whose.</param>
/// <param name="version">The version that runs.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="node">Asked for its height, if it runs.</param>
/// <param name="staging">How binaries are staged.</param>
/// <param name="log">Told what was done.</param>
/// <param name="output">The operator.</param>
internal sealed class AddUpgradeCommand(DaemonHome home, CurrentVersion version, string data, NodeTasks node, StagingSettings staging, ILog log, TextWriter output)
{
    private readonly ExpectedBinaries _binaries = new(home, staging, log);
    private readonly SdkBatchFile _theirs = new(data);
    private readonly List<string> _wrong = [];

    /// <param name="asked">In any order.</param>
    /// <param name="isBatch">Handed in whole, perhaps again and again: what is over is told and left out, and the SDK's batch file is there afterwards.</param>
    /// <param name="replace">Others of the same name, scheduled or in place, give way.</param>
    /// <param name="evenCurrent">And so does the binary of the version that runs.</param>
    /// <param name="ct">Gives up, leaving nothing behind.</param>
    /// <returns>Whether anything has been asked for that a node must be started anew for.</returns>
    /// <exception cref="RefusedException">Nothing was changed, and why.</exception>
    public async Task<bool> AddAsync(IReadOnlyList<ManualUpgrade> asked, bool isBatch, bool replace, bool evenCurrent, CancellationToken ct)
    {
        var recased = asked.Select(Recased).ToList();
        var known = recased.Exists(upgrade => upgrade.HasHeight) ? CurrentHeight.Of(version, data, node, ct) : null;
        var file = new ScheduleFile(home);
        var batch = isBatch ? BatchToAdd.Of(recased, _theirs.With(file.Read()), version.UpgradeName, known) : new BatchToAdd(recased, []);
        List<ManualUpgrade> upgrades = [.. batch.Left, .. evenCurrent ? batch.Over.Where(one => one.Why == BatchToAdd.Runs).Select(one => AsABinaryAlone(one.Upgrade)) : []];
        LookForBinaries(upgrades);

        if (!isBatch)
        {
            LookAtHeights([.. upgrades.Where(upgrade => upgrade.HasHeight).Select(upgrade => upgrade.Plan)], known);
        }

        var schedule = upgrades is [] ? file.Read() : await PutAsync(file, upgrades, replace, evenCurrent, ct);
        await new OverwriteByHand(home, staging.Recase, log, output).TellAsync(batch.Over, ct);

        var hasHeights = upgrades.Exists(upgrade => upgrade.HasHeight);

        if (isBatch || (hasHeights && _theirs.IsThere))
        {
            new PendingBatch(_theirs, log, output).Write(schedule);
        }

        return hasHeights;
    }

    private async Task<UpgradeSchedule> PutAsync(ScheduleFile file, IReadOnlyCollection<ManualUpgrade> upgrades, bool replace, bool evenCurrent, CancellationToken ct)
    {
        using var workplace = await Workplace.OpenAsync(home, "by-hand", log, ct);
        var placing = new HandPlacing(home, staging.Recase, workplace, log);
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
            throw new RefusedException($"cannot write below {home.Root}: {ex.Message.TrimEnd('.')}. Whatever was put in place already is whole; mend that, and run this once more", ex);
        }

        foreach (var (upgrade, place) in prepared)
        {
            Tell(upgrade, place);
        }

        return result;
    }

    // The version that runs is replaced when that is forced, and not scheduled.
    private static ManualUpgrade AsABinaryAlone(ManualUpgrade upgrade) =>
        UpgradePlan.Create(upgrade.Plan.Name, 0, upgrade.Plan.Info).IsOk(out var plan, out _) ? upgrade with { Plan = plan } : upgrade;

    private ManualUpgrade Recased(ManualUpgrade upgrade) =>
        staging.Recase && UpgradePlan.Create(upgrade.Plan.Name.ToLowerInvariant(), upgrade.Plan.Height, upgrade.Plan.Info).IsOk(out var plan, out _) ? upgrade with { Plan = plan } : upgrade;

    private void LookAtHeights(IReadOnlyCollection<UpgradePlan> plans, KnownHeight? known)
    {
        foreach (var plan in plans)
        {
            if (plan.Name.Equals(version.UpgradeName, StringComparison.OrdinalIgnoreCase))
            {
                _wrong.Add($"the upgrade \"{plan.Name}\" is the version that runs: it cannot be scheduled any more");
            }
            else if (known is not null && plan.Height <= known.Height)
            {
                _wrong.Add(string.Create(CultureInfo.InvariantCulture, $"the upgrade \"{plan.Name}\" is to happen at height {plan.Height}, and this node has passed {known.Height} ({known.Witness})"));
            }
        }
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
            throw new RefusedException($"nothing was changed:\n  {string.Join("\n  ", [.. _wrong, .. upgrades.Select(Unread).OfType<string>()])}");
        }
    }

    private static string? Unread(ManualUpgrade upgrade) => upgrade.Unread is { } keys ? $"the upgrade \"{upgrade.Plan.Name}\" has {keys}, which means nothing here: an entry has name, path, height and info" : null;

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
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{home.Schedule} written, {name} upgrade binary will switch at height {upgrade.Plan.Height}"));
        }

        log.Info("an upgrade was added by hand", ("plan", name), ("height", upgrade.HasHeight ? upgrade.Plan.Height : null), ("binary", place?.Binary));
    }
}
