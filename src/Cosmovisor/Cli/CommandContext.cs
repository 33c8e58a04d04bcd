using Cosmovisor.Backups;
using Cosmovisor.Chain;
using Cosmovisor.Commands;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Cosmovisor.Sandbox;
using Cosmovisor.Settings;
using Cosmovisor.Staging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Cli;

/// <summary>What a command of the operator works with: the settings in force, our log, and somewhere to write.</summary>
internal sealed class CommandContext : IDisposable
{
    private readonly EffectiveSettings _settings;
    private readonly ILog _log;
    private readonly EventsFile _events;

    /// <exception cref="RefusedException">The settings are wrong; code 78.</exception>
    /// <param name="output">The operator.</param>
    /// <param name="source">Of the settings.</param>
    public CommandContext(TextWriter output, SettingsSource source)
    {
        _settings = CheckedSettings.Read(source);
        _log = OurLog.ForCommands(_settings);
        _events = new EventsFile(_settings.Home.Events, TimeProvider.System);
        News = new News(_log, _events);
        Output = output;
    }

    public TextWriter Output { get; }

    public DaemonHome Home => _settings.Home;

    public StagingSettings Staging => StagingSettings.From(_settings);

    public BackupSettings Backups => BackupSettings.From(_settings, Folders);

    /// <summary>The node's data folder, as the settings say, or else its last run.</summary>
    public string Data => Folders.Data;

    public NodeConfig NodeConfig => new(Folders.Home);

    public NodeTasks Node => new(new ChildTask(Commands), Folders.Home, _settings.TextOrNull(SettingTable.NodeRpc));

    public ManualScheduling Scheduling => new(Home, Version, Data, Node, Staging, News, Output) { Ask = AskAtATerminal };

    /// <summary>A look ahead at the node that runs here, or would.</summary>
    public Looking Looking => Looking.For(_settings, Watched, News);

    /// <summary>The same, that fetches nothing.</summary>
    public Looking Examination => Looking.For(_settings, Watched, News, mayFetch: false);

    /// <summary>What an upgrade would meet here.</summary>
    public DryRunFacts DryRun => new(_settings, Watched, RunningSupervisor.IsThere(Home), Commands, News);

    private WatchedNode Watched
    {
        get
        {
            var (pid, arguments) = RunningSupervisor.Daemon(Home) is { } daemon ? ((int?)daemon.Pid, daemon.Arguments) : (null, []);
            var node = pid is null ? Folders : NodeFolders.Of(
                Home, DaemonArguments.Home(arguments), _settings.TextOrNull(SettingTable.DataFolder), ProcessImage.WorkingFolder);
            return new WatchedNode(node.Home, node.Data, arguments) { Pid = pid, HaltHeight = DaemonArguments.HaltHeight(arguments) };
        }
    }

    private NodeFolders Folders => LastRun.Folders(_settings);

    public CurrentVersion Version => new CurrentLink(Home).Read();

    /// <summary>What is kept, whatever the contract: see <see cref="OurLog.ForCommands"/>.</summary>
    public INews News { get; }

    public IStagingWork StagingWork => new StagingInChild(new ChildTask(Commands));

    public PrepareCommand Prepare => new(Home, Staging, StagingWork, News, Output, IsTerminal);

    public IProgramRunner Commands { get; } = new ProgramRunner(new Children());

    public static bool IsTerminal => Terminal.IsTerminal(1);

    /// <summary>Null in a pipe: there, an option says what a terminal is asked.</summary>
    public Func<string, bool>? AskAtATerminal => Terminal.IsTerminal(0) && IsTerminal ? Ask : null;

    /// <summary>Puts a question to whoever sits at the terminal. Nobody there means no.</summary>
    public bool Ask(string question) => Ask(Output, question);

    public static bool Ask(TextWriter output, string question)
    {
        output.Write($"{question} [y/N] ");
        output.Flush();
        return Interrupts.ReadLine() is "y" or "Y" or "yes";
    }

    public void Dispose()
    {
        (_log as IDisposable)?.Dispose();
        _events.Dispose();
    }
}
