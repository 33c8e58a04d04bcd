using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Confirming;
using Cosmovisor.Detection;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Hooks;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Sandbox;
using Cosmovisor.Scheduling;
using Cosmovisor.Settings;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Running;

/// <summary>Where the supervisor is put together from its parts, runs, and ends whatever happens.</summary>
internal static class SupervisedRun
{
    public static int Run(EffectiveSettings settings, CurrentLink current, NodeFolders node, string? readOnly, CommandKind kind,
        byte[][] arguments, string[] words, SystemdNotifier notices)
    {
        var (home, began) = (settings.Home, DateTimeOffset.UtcNow);
        var run = RunSettings.From(settings, node.Data);
        var ours = OurLog.For(settings);
        var state = new StateFile(home.State, TimeProvider.System, () => ours.Lost);
        using var events = new EventsFile(home.Events, TimeProvider.System);
        var news = new News(ours, notices, state, events, new TerminalNews(() => ours.IsSeenOnStandardError));
        RunNews.TellOfALostLog(ours, readOnly, news, notices);
        news.Tell(RunNews.Start(settings, current, kind == CommandKind.Node ? node : null));
        var checks = new StartChecks(home, node, BackupSettings.From(settings, node), news);
        checks.Refuse(settings);
        settings.Warnings.ToList().ForEach(warning => news.Tell(new Happening.SettingWarning(warning)));
        RunNews.TellOfAReadOnlyHome(home, readOnly, ours, news);
        RunNews.TellOfAnotherHome(home, node, news);
        var children = new Children();
        children.AdoptOrphans();
        using var inbox = new EventQueue();
        state.Wake = inbox.Nudge;
        var relay = new SignalRelay(news);
        var thread = new EventLoop(inbox, children, relay, notices, state);
        var stop = new DaemonStopper(thread, relay, new Orphans(children, thread, news), new DatabaseLocks(run.DataFolders, news),
            run.ShutdownGrace, run.RestartDelay, news);
        using var starter = new DaemonStarter(home, arguments, run.WatchOutput, children, inbox);
        var hooks = HookSettings.From(settings, DaemonArguments.Home(words));
        var commands = new ProgramRunner(children);
        var progress = new ProgressNews(news);
        var stager = new Stager(home, StagingSettings.From(settings), news, new StagingInChild(new ChildTask(commands)), progress);
        using var copier = AheadCopier.For(settings, node, commands, news);
        var backup = new DataBackup(home, BackupSettings.From(settings, node), news, commands) { StopAhead = copier.Stop };
        var scripts = new MigrationScripts(home, stager.FolderOf, hooks, commands, news);
        checks.Tell(scripts);
        var rooms = new UpgradeParts(
            home, node, stop, stager,
            backup,
            scripts, new NewGenesis(news), new PreUpgradeCommand(hooks, commands, news),
            new TakeBackRule(run.TakeBackWithin, node, news), new BackupPruning(backup, inbox.Nudge, news), progress,
            new RequestFile(home));
        var history = new HistoryFile(home); // one for all: it knows what is not written yet
        var runner = new UpgradeRunner(current, new JournalFile(home, news), history, relay.StopRequest, TimeProvider.System, news);
        var skip = SkipHeights.FromArguments(words);
        var binaries = new ExpectedBinaries(home, StagingSettings.From(settings), news);
        var disk = new PlanAtStart(home, node.Data, skip, binaries, history, TimeProvider.System, news);
        var planned = kind == CommandKind.Node ? Planned(home, node, disk, binaries, words, news) : null;
        var holds = kind == CommandKind.Node ? new HoldsAtStart(new HoldsFolder(home), thread, TimeProvider.System, news) : null;
        using var lookAhead = kind == CommandKind.Node && readOnly is null ? LookAheadTimer.For(
            settings, new WatchedNode(node.Home, node.Data, words), commands, copier, () => planned?.CannotBeArmed, news) : null;
        var requests = kind == CommandKind.Node && readOnly is null ? new RequestedUpgrades(
            new RequestFile(home),
            new HoldsFolder(home),
            new PlansNearby(home, node.Data, TimeProvider.System),
            runner,
            home,
            stager.FolderOf,
            TimeProvider.System,
            inbox.Nudge,
            news) : null;
        var firstLife = new FirstLife(new RequestFile(home), runner, rooms.TakeBackRule, node, TimeProvider.System);
        var planFile = new PlanFileWatcher(
            DaemonHome.PlanFileIn(node.Data), run.PollInterval, Beside(home, node, lookAhead, requests, inbox, news), news);
        using var running = new RunningNode(node.Home, new NodeTasks(new ChildTask(commands), node.Home, run.NodeRpc));
        var witness = new PlanFileWitness(node.Data, running, new OutlookFile(home), TimeProvider.System);
        using var confirming =
            kind == CommandKind.Node ? Confirming(run, node, commands, new LastUpgradeOfHome(state, history, began, news), news) : null;
        var lives = new DaemonLives(starter, stop, skip, thread, relay,
            new Witnesses([.. new IWitness?[] { planFile, lookAhead, requests, confirming }.OfType<IWitness>()]), witness, disk, news);
        var ready = new ReadyBinary(binaries, stager, disk, planFile, running, run.AllowDownload, thread, news);
        var supervisor = new Supervisor(
            lives, runner, rooms, current, skip, run.RestartAfterUpgrade, thread, planned, holds, requests, firstLife, disk, ready, news);

        using var agent = kind == CommandKind.Node ? AgentKeeper.For(settings, commands, news) : null;

        LastNet.TellOfFailures(thread.Fail);

        try
        {
            return supervisor.Run();
        }
        catch (UpgradeInterruptedException ex)
        {
            news.Tell(new Happening.UpgradeInterrupted(ex.Plan, ex.Step, SignalName.Of(ex.Signal), ex.Message));
            return 128 + ex.Signal;
        }
        catch (Exception ex) when (ex is UpgradeFailedException or RefusedException)
        {
            news.Tell(ex is UpgradeFailedException failed
                ? new Happening.UpgradeFailed(failed.Plan, failed.Step, ex.Message)
                : new Happening.Refused(ex.Message, ((RefusedException)ex).ExitCode));
            lives.EndLast();

            // Where the log is what the operator sees, he has been told.
            if (ours.IsSeenOnStandardError)
            {
                return ex is RefusedException refused ? refused.ExitCode : ExitCodes.UpgradeFailed;
            }

            throw;
        }
        catch (Exception ex) when (LastNet.Holds(ex))
        {
            return EndInTrouble(home, lives, ex, news, ours);
        }
        finally
        {
            LastNet.TellOfFailures(null);
            stop.EndWhatIsLeft();
            state.Write();
        }
    }

    // Our own end would kill the node in the middle of a write: it is asked to end first, and has its grace.
    private static int EndInTrouble(DaemonHome home, DaemonLives lives, Exception ex, News news, ILog ours)
    {
        var words = LastNet.Words(ex.InnerException is { } cause && ex is InvalidOperationException ? cause : ex);
        var isUpgrade = FileFacts.IfReadable(home.Journal) is not null;
        news.Tell(new Happening.SupervisorFailed(words, isUpgrade));
        lives.EndLast();

        if (!ours.IsSeenOnStandardError)
        {
            StandardError.Write($"cosmovisor: {words}. The node is stopped\n");
        }

        return isUpgrade ? ExitCodes.UpgradeFailed : ExitCodes.Failed;
    }

    private static List<IWatchedFolders> Beside(
        DaemonHome home, NodeFolders node, LookAheadTimer? lookAhead, RequestedUpgrades? requests, EventQueue inbox, INews news)
    {
        var beside = new List<IWatchedFolders> { PlanFilesElsewhere.Of(home, node.Data, news) };

        if (lookAhead is not null)
        {
            beside.Add(new PreparedByHand(home, () =>
            {
                lookAhead.LookSoon();
                inbox.Nudge();
            }));
        }

        if (requests is not null)
        {
            beside.Add(requests);
        }

        return beside;
    }

    private static ConfirmationTimer Confirming(
        RunSettings run, NodeFolders node, IProgramRunner commands, ILastUpgrade upgrades, INews news) =>
        new(new ChildTask(commands), node.Home, run.NodeRpc, upgrades, run.ConfirmBlockWithin, TimeProvider.System, news);

    private static PlannedUpgrades Planned(
        DaemonHome home, NodeFolders node, PlanAtStart disk, ExpectedBinaries binaries, string[] words, INews news)
    {
        var file = new ScheduleFile(home);
        return new PlannedUpgrades(
            disk, file, new SdkScheduleImport(node.Data, file, new AppliedUpgrades(home), news),
            new ScheduleWords(binaries, words, news), new AppTomlHaltHeight(node.Home, news), new OutlookFile(home), node.Data, words,
            news);
    }
}
