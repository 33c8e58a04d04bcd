using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Commands;

/// <summary>
/// <c>schedule remove NAME</c>: an upgrade off the schedule, also one that has been begun, as long as that has changed nothing.
/// </summary>
/// <param name="home">Whose schedule.</param>
/// <param name="data">The node's data folder.</param>
/// <param name="news">Informed of an upgrade that is given up.</param>
/// <param name="output">The operator.</param>
internal sealed class ScheduleRemoveCommand(DaemonHome home, string data, INews news, TextWriter output)
{
    private readonly ScheduleFile _file = new(home);
    private readonly SdkBatchFile _batch = new(data);
    private readonly JournalFile _journals = new(home, news);
    private readonly CurrentLink _current = new(home);

    /// <summary>Puts a question to the operator at a terminal; null where there is none.</summary>
    public Func<string, bool>? Ask { get; init; }

    /// <param name="name">As the schedule has it.</param>
    /// <param name="restart">Restart the node that runs now.</param>
    /// <exception cref="RefusedException">It is not scheduled, or would be carried out all the same.</exception>
    public int Run(string name, bool restart)
    {
        if (!_file.Read().Has(name) && !(_batch.Read().IsOk(out var theirs, out _) && theirs.Has(name)))
        {
            throw NotScheduled(name);
        }

        // Given up first: should we die in between, the upgrade is scheduled as it was before it began. The other way round the journal
        // would carry it out.
        GiveUpIfBegun(name);
        TakeOutOfTheBatch(name);
        _ = _file.Change(schedule => schedule.Without(name));
        output.WriteLine($"{name} is not scheduled any more; its binary was left where it is");
        TellOfThePlanFile(name);
        RunningSupervisor.TellOrRestart(home, restart, Ask, output);
        return ExitCodes.Done;
    }

    // Before it leaves ours: should we die in between, it is still scheduled. The other way round the next start would bring it back.
    private void TakeOutOfTheBatch(string name)
    {
        if (!_batch.Read().IsOk(out var theirs, out _) || !theirs.Has(name))
        {
            return;
        }

        try
        {
            _batch.Write(theirs.Without(name));
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                $"the upgrade \"{name}\" is in the schedule of the SDK's cosmovisor, {_batch.Path}, which every start of the node takes over, and which cannot be written: {ex.Message.TrimEnd('.')}. "
                + "Take it out there first. It is still scheduled", ex);
        }
    }

    private void GiveUpIfBegun(string name)
    {
        if (!IsBegun(name))
        {
            return;
        }

        using var atRest = StoppedNodeLock.Claim(home, data, $"taking off the upgrade \"{name}\", which has been begun,");

        // As it is now that nobody else can change it.
        if (_journals.Read() is not { } journal || !IsCalled(journal, name))
        {
            return;
        }

        if (RollbackDecision.Of(journal, last: null, _current.Target) is RollbackDecision.TakeBack)
        {
            throw new RefusedException(
                $"the upgrade \"{journal.Plan.Name}\" is done: current points to {journal.To}. The next start finalises its record; cosmovisorctl rollback takes it back, as long as the data is unchanged. Nothing was changed");
        }

        if (!journal.HasChangedNothing)
        {
            throw new RefusedException(
                $"the upgrade \"{journal.Plan.Name}\" has been begun, has come as far as {journal.Last?.Step}, and goes on at the next start. Give it up first: cosmovisorctl rollback says what that leaves; then take it off the schedule. Nothing was changed");
        }

        _ = new UpgradeRunner(_current, _journals, new HistoryFile(home), new StopRequest(), TimeProvider.System, news)
            .GiveUp(journal, "taken off the schedule by the operator", _ => { });
        output.WriteLine(
            $"{journal.Plan.Name} had been begun and has changed nothing yet: it is given up, and current stays at {_current.Target}");
    }

    private void TellOfThePlanFile(string name)
    {
        var path = DaemonHome.PlanFileIn(data);

        if (PlanFileOnDisk.Read(path).IsOk(out var plan, out _) && plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            output.WriteLine($"{path} asks for {plan.Name} as well: the next start does not leave it out");
        }
    }

    private RefusedException NotScheduled(string name) => new(
        $"the upgrade \"{name}\" is not scheduled; cosmovisorctl schedule list says what is. Nothing was changed"
        + (IsBegun(name) ? ". It has been begun and is not over: cosmovisorctl rollback gives it up" : ""));

    private bool IsBegun(string name) => _journals.Peek() is { } journal && IsCalled(journal, name);

    private static bool IsCalled(Journal journal, string name) => journal.Plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
