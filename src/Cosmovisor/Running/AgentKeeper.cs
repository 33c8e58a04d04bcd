using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Settings;
using Cosmovisor.Supervision;

namespace Cosmovisor.Running;

/// <summary>
/// Keeps cosmovisor-agent alive where COSMOVISOR_AGENT=true asks for it: found beside our executable, started again after growing pauses,
/// ended with us.
/// </summary>
/// <remarks>A thread of its own, which never ends before the agent does: the kernel ends a child with the thread that started it.</remarks>
internal sealed class AgentKeeper : IDisposable
{
    private const string FileName = "cosmovisor-agent";
    private const int WrongSettings = 2; // its own exit code

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // One that lived so long begins again with the first pause.
    private static readonly TimeSpan LongLife = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _end = new();
    private readonly Thread? _thread;
    private readonly DaemonHome _home;
    private readonly IProgramRunner _programs;
    private readonly INews _news;

    private AgentKeeper(DaemonHome home, IProgramRunner programs, INews news)
    {
        (_home, _programs, _news) = (home, programs, news);
        _thread = SpareThread.Start("agent", Keep);

        if (_thread is null)
        {
            news.Tell(new Happening.AgentEnded(Program, SpareThread.None, null));
        }
    }

    private static string Program => Path.Join(Path.GetDirectoryName(Environment.ProcessPath), FileName);

    /// <returns>Null where the operator wants none.</returns>
    public static AgentKeeper? For(EffectiveSettings settings, IProgramRunner programs, INews news) =>
        settings.Value(SettingTable.Agent) ? new AgentKeeper(settings.Home, programs, news) : null;

    /// <summary>Asks the agent to end, and waits for that.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _thread?.Join();
        _end.Dispose();
    }

    private void Keep()
    {
        var path = Program;
        var pause = FirstPause;

        while (!_end.IsCancellationRequested)
        {
            var began = Environment.TickCount64;

            try
            {
                var command = new Command(path, "--home", _home.Path) { Grace = TimeSpan.FromSeconds(4), IsLasting = true };
                var ended = _programs.Run(command, line => _news.Tell(new Happening.AgentSaid(line)), _end.Token);
                pause = Environment.TickCount64 - began >= LongLife.TotalMilliseconds ? FirstPause : pause;
                var isHopeless = ended.End is DaemonEnd.Exited { Code: WrongSettings };
                _news.Tell(new Happening.AgentEnded(path, Why(ended), isHopeless ? null : pause));

                if (isHopeless)
                {
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return; // with us
            }

            _ = _end.Token.WaitHandle.WaitOne(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static string Why(CommandEnd ended) => ended.Trouble is { } trouble ? $"it {trouble}"
        : $"it {ended.End}{(ended.OutputTail.Length > 0 ? $": {ended.OutputTail}" : "")}";
}
