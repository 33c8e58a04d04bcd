using System.CommandLine;
using Cosmovisor.Backups;
using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Cosmovisor.Switching;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Cli;

/// <summary><c>backup create | list | verify | restore | prune</c>.</summary>
internal static class BackupCommands
{
    public static Command Backup() => new("backup", "Take, list, check, restore and remove backups of the node's data.") { Create(), List(), Verify(), Restore(), Prune() };

    private static Command Create()
    {
        var name = new Option<string?>("--name") { Description = "What to call it; the time, if nothing is given.", HelpName = "NAME" };
        return On(new Command("create", "Take a backup now; the node must be stopped.") { name }, (desk, parsed, ct) =>
        {
            using var progress = new ProgressLine(desk.Output, Desk.IsTerminal);
            return new BackupCreate(desk.Home, desk.Backups, desk.Log, desk.Output, desk.Commands).Run(parsed.GetValue(name), DateTimeOffset.UtcNow, progress, ct);
        });
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        return On(new Command("list", "List the backups.") { json }, (desk, parsed) => new BackupList(desk.Home, desk.Backups, desk.Output).Run(parsed.GetValue(json)));
    }

    private static Command Verify()
    {
        var name = Name();
        var deep = new Option<bool>("--deep") { Description = "Read shared files too." };
        return On(new Command("verify", "Compare a backup with what was written down when it was taken.") { name, deep }, (desk, parsed, ct) =>
            new BackupVerify(desk.Home, desk.Backups, desk.Output).Run(parsed.GetRequiredValue(name), parsed.GetValue(deep), ct));
    }

    private static Command Restore()
    {
        var name = Name();
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var oldSignState = new Option<bool>("--unsafe-old-sign-state") { Description = "Take the backup's priv_validator_state.json even if a newer one is here. Invites double-signing." };
        var to = new Option<string?>("--to") { Description = "The folder to replace, where it is not this home's data folder.", HelpName = "FOLDER" };
        var half = new Option<bool>("--half") { Description = "Restore it although databases that the node keeps elsewhere are not in it." };
        return On(new Command("restore", "Put a backup back in its place; the node must be stopped.") { name, yes, oldSignState, to, half }, (desk, parsed, ct) =>
        {
            using var progress = new ProgressLine(desk.Output, Desk.IsTerminal);
            var old = parsed.GetValue(oldSignState);
            var options = new RestoreOptions(old, desk.Backups.Mode, old ? SignState.FileName : desk.NodeConfig.SignStateBelow(desk.Data))
            {
                To = parsed.GetValue(to) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
                Half = parsed.GetValue(half),
            };
            return new BackupRestoreCommand(desk.Home, desk.Backups, desk.Log, desk.Output, desk.Ask, record => DataReplaced(desk, record), GenesisThen(desk).At)
                .Run(parsed.GetRequiredValue(name), options, parsed.GetValue(yes), progress, ct);
        });
    }

    private static Command Prune()
    {
        var keep = OptionOf.Count("--keep", "How many of the newest stay.");
        return On(new Command("prune", "Remove the oldest backups.") { keep }, (desk, parsed) =>
            new BackupPrune(desk.Home, desk.Backups, desk.Log, desk.Output).Run(parsed.GetRequiredValue(keep)));
    }

    private static GenesisThen GenesisThen(Desk desk) => new(desk.Home, new HistoryFile(desk.Home), new JournalFile(desk.Home, desk.Log));

    // An upgrade that was begun knows nothing of the data that is there now, and must not be carried on with it. Its genesis is the restore's affair.
    private static void DataReplaced(Desk desk, RestoreRecord record)
    {
        var (current, journals) = (new CurrentLink(desk.Home), new JournalFile(desk.Home, desk.Log));

        if (record.Current is { } target)
        {
            current.SwitchTo(target);
        }

        // It has left the schedule when it was done, and the chain will not ask for it.
        if (record.Plan is { } name && UpgradePlan.Create(name, record.Height, "").IsOk(out var own, out _))
        {
            _ = new ScheduleFile(desk.Home).Change(schedule => schedule.With(own).IsOk(out var more, out _) ? more : schedule);
        }

        if (journals.Read() is { } journal)
        {
            _ = new UpgradeRunner(current, journals, new HistoryFile(desk.Home), TimeProvider.System, desk.Log).GiveUp(journal, "given up: a backup was restored", _ => { });
        }
    }

    private static Argument<string> Name() => new("NAME") { Description = "As backup list shows it." };

    private static Command On(Command command, Func<Desk, ParseResult, int> run)
    {
        command.SetAction(parsed =>
        {
            using var desk = new Desk(parsed.InvocationConfiguration.Output);
            return run(desk, parsed);
        });
        return command;
    }

    // Those that end at once when they are asked to.
    private static Command On(Command command, Func<Desk, ParseResult, CancellationToken, int> run) => On(command, (desk, parsed) => run(desk, parsed, Interrupts.Token));
}
