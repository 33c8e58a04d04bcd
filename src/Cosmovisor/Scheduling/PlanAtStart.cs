using Cosmovisor.Detection;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Cosmovisor.Staging;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Scheduling;

/// <summary>Looks, before the daemon runs, at the plan file that an earlier life, another machine or another tool has left.</summary>
internal sealed class PlanAtStart(
    DaemonHome home, string data, SkipHeights skip, ExpectedBinaries binaries, HistoryFile history, TimeProvider clock, INews news)
{
    private readonly string _file = DaemonHome.PlanFileIn(data);

    /// <summary>What the chain's plan file says now; null when there is none, or none that is whole.</summary>
    public UpgradePlan? InTheFile => PlanFileOnDisk.Read(_file).IsOk(out var plan, out _) ? plan : null;

    /// <summary>
    /// Why <paramref name="plan"/> cannot be carried out here: its binary is not there and cannot be got, or nothing can be written. Null
    /// when it can, as far as the disk shows.
    /// </summary>
    public string? CannotBeHad(UpgradePlan plan) =>
        UnwritableFolder.Why(home.Root) is { } readOnly ? $"{home.Root} cannot be written ({readOnly}), so nothing can be switched"
        : binaries.TroubleWith(plan) is { CanBeDownloaded: false } trouble ? trouble.Reason
        : null;

    /// <summary>The daemon's binary in a version's folder.</summary>
    public string BinaryOf(CurrentVersion version) => home.BinaryIn(version.Folder);

    /// <summary>Whether the chain's plan file names <paramref name="plan"/>.</summary>
    public bool Names(UpgradePlan plan) => InTheFile is { } filed && filed.Name.Equals(plan.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The plan of that name, as the plan file or the history has it, if its binary is in place; null otherwise.</summary>
    public UpgradePlan? InPlace(string name) =>
        Endings().Select(ending => ending.Journal.Plan).Prepend(InTheFile).OfType<UpgradePlan>().FirstOrDefault(
            plan => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
        && binaries.TroubleWith(found) is null ? found : null;

    /// <summary>Writes down beside <paramref name="version"/> that it has done <paramref name="plan"/>.</summary>
    public void RecordAsDone(CurrentVersion version, UpgradePlan plan)
    {
        var file = DaemonHome.PlanFileIn(version.Folder);

        try
        {
            AtomicFile.Write(file, [PlanFile.Text(plan)]);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.PlanRecordLost(file, plan.Name, ex.Message));
        }
    }

    /// <summary>Before a life: looks, and tells what is to be done about it.</summary>
    public PendingAtStart LookAndTell(CurrentVersion current)
    {
        var pending = Look(current);
        Tell(pending);
        Remember(pending, current);
        return pending;
    }

    /// <summary>The same, without a word.</summary>
    public PendingAtStart Look(CurrentVersion current)
    {
        if (!PlanFileOnDisk.IsThere(_file))
        {
            return new PendingAtStart.Nothing();
        }

        if (!PlanFileOnDisk.Read(_file).IsOk(out var plan, out var reason))
        {
            // The node writes it again when it halts, so this is not a reason to keep the node from running.
            news.Tell(new Happening.PlanFileUnreadableAtStart(_file, reason, current.Target));
            return new PendingAtStart.Nothing();
        }

        var record = PlanFileOnDisk.DoneBy(current);
        var done = new StartSituation(plan, current.UpgradeName, record, DataHeight.Unknown, PlanPast.Nothing, false, false, null, skip)
        {
            Unnamed = current.Unnamed,
        };

        // The ordinary start: nothing more is read.
        return PendingAtStart.Of(done) is PendingAtStart.Nothing nothing ? nothing : PendingAtStart.Of(done with
        {
            Data = DataHeightOnDisk.Of(home, data, Endings().Where(ending => ending.IsDone).Select(ending => ending.Journal.Plan.Height)),
            Past = PlanHistory.Of(plan, Endings(), current.Target),
            IsMarked = PlanFileOnDisk.IsAheadOfItsHeight(_file),
            HasForeignMode = PlanFileOnDisk.HasForeignMode(_file),
            CannotBeHad = CannotBeHad(plan),
        });
    }

    private IEnumerable<FinishedUpgrade> Endings() => history.NewestFirst(news);

    // Without --unsafe-skip-upgrades, a later start would carry out what the chain went past.
    private void Remember(PendingAtStart pending, CurrentVersion current)
    {
        if (pending is not PendingAtStart.LeaveAlone { Plan: var plan }
            || !skip.Contains(plan.Height)
            || PlanHistory.Of(plan, Endings(), current.Target) == PlanPast.Skipped)
        {
            return;
        }

        try
        {
            history.Add(new FinishedUpgrade(Journal.Of(plan, current.Target, clock.GetUtcNow()),
                $"{FinishedUpgrade.Skipped}: its height is among --unsafe-skip-upgrades", clock.GetUtcNow()));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            news.Tell(new Happening.SkipNotRecorded(plan.Name, ex.Message));
        }
    }

    private void Tell(PendingAtStart pending)
    {
        switch (pending)
        {
            case PendingAtStart.CarryOut { Plan: var plan }:
                news.Tell(new Happening.PlanPendingAtStart(plan.Name, plan.Height, _file));
                break;
            case PendingAtStart.WaitForHeight { Plan: var plan, IsByHand: true }:
                news.Tell(new Happening.PlanFileByHand(plan.Name, plan.Height, _file));
                break;
            case PendingAtStart.WaitForHeight { Plan: var plan }:
                news.Tell(new Happening.PlanWaitsAtStart(plan.Name, plan.Height, _file));
                break;
            case PendingAtStart.LeaveAlone { Plan: var plan, Reason: var reason }:
                news.Tell(new Happening.PlanFileLeftAlone(plan.Name, plan.Height, reason, _file));
                break;
            case PendingAtStart.LetTheNodeSpeak { Plan: var plan, Reason: var reason }:
                news.Tell(new Happening.PlanBinaryMissingAtStart(plan.Name, plan.Height, reason, _file));
                break;
        }
    }
}
