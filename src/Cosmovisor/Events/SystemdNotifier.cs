using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cosmovisor.Linux;

namespace Cosmovisor.Events;

/// <summary>What the init system is told (sd_notify(3)), when it asked to be told.</summary>
/// <remarks>
/// Source of the words: sd_notify(3), "Well-known assignments". Without NOTIFY_SOCKET all of this costs nothing, no timer included.
/// </remarks>
internal sealed class SystemdNotifier : INews
{
    private static readonly TimeSpan LongStepPulse = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongStepPromise = TimeSpan.FromSeconds(60);

    private readonly string? _socket;
    private readonly TimeSpan _watchdog = Timeout.InfiniteTimeSpan;
    private bool _upgrading;
    private bool _stopping;
    private volatile string _doing = "starting";
    private string _note = "";
    private string _lost = "";
    private long _lastPulse;

    public SystemdNotifier(Func<string, string?> variable, int pid)
    {
        _socket = variable("NOTIFY_SOCKET") is { } name && UnixDatagram.IsUsable(name) ? name : null;

        var isOurs = variable("WATCHDOG_PID") is null or "" || variable("WATCHDOG_PID") == pid.ToString(CultureInfo.InvariantCulture);

        if (_socket is not null
            && isOurs
            && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds > 0)
        {
            // Half the time, as sd_watchdog_enabled(3) recommends.
            _watchdog = TimeSpan.FromMicroseconds(microseconds / 2);
        }
    }

    /// <summary>When <see cref="Pulse"/> wants to be called next; infinite when there is nothing to say.</summary>
    public TimeSpan NextPulse
    {
        get
        {
            var every = _upgrading && _socket is not null && (_watchdog == Timeout.InfiniteTimeSpan || LongStepPulse < _watchdog)
                ? LongStepPulse : _watchdog;

            if (every == Timeout.InfiniteTimeSpan)
            {
                return every;
            }

            var left = every - Stopwatch.GetElapsedTime(_lastPulse);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Whether our log loses lines now, which the status says for as long as it is so.</summary>
    public Func<bool> LosesTheLog { private get; set; } = () => false;

    public void Tell(Happening happening)
    {
        NoteTheLog(happening);

        switch (happening)
        {
            case Happening.DaemonStarted { Pid: var pid, Version: var version }:
                Running(pid, version);
                break;
            case Happening.UpgradeBegan { Plan.Name: var name }:
                Upgrading($"upgrading to {name}");
                break;
            case Happening.UpgradeResumed { Journal.Plan.Name: var name }:
                Upgrading($"carrying on with the upgrade to {name}");
                break;
            case Happening.DaemonRestarting restarting:
                Upgrading(restarting.Words);
                break;
            case Happening.SignalPassedOn { AsksToEnd: true, Signal: var signal, Pid: var pid }:
                AskedToEnd(signal, pid);
                break;
            case Happening.SignalFromTheTerminal { AsksToEnd: true, Signal: var signal, Pid: var pid }:
                AskedToEnd(signal, pid);
                break;
            case Happening.Held { Hold: var hold }:
                Upgrading($"held: {hold.Line}");
                break;
            case Happening.StepGoesOn goesOn:
                HowFar(goesOn.Words);
                break;
            case Happening.UpgradeFailed or Happening.UpgradeInterrupted or Happening.Refused or Happening.SupervisorFailed:
                Stopping(happening.Words);
                break;
            case Happening.SupervisorEnded:
                Stopping("the daemon has ended");
                break;
        }
    }

    // The log hears of everything first: by now it has the line, or has lost it.
    private void NoteTheLog(Happening happening)
    {
        _lost = happening is Happening.LogLost lost ? $"; {lost.Words}" : _lost;
        var note = LosesTheLog() ? _lost : "";

        if (note != _note)
        {
            _note = note;
            Send(Status(_doing));
        }
    }

    /// <summary>The daemon runs. MAINPID helps where a shell started us and the unit says NotifyAccess=all.</summary>
    private void Running(int daemonPid, string version)
    {
        _upgrading = false;
        _doing = $"running {version} (pid {daemonPid})";
        Send($"READY=1\nMAINPID={Environment.ProcessId}\n{Status(_doing)}");
    }

    /// <summary>How far that is which we are doing. May be called from any thread.</summary>
    private void HowFar(string words) => Send(Status($"{_doing}: {words}"));

    private void Upgrading(string words)
    {
        _upgrading = true;
        _doing = words;
        _lastPulse = Stopwatch.GetTimestamp();
        var now = Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000); // CLOCK_MONOTONIC, as systemd wants it with RELOADING
        Send($"RELOADING=1\nMONOTONIC_USEC={now}\n{Status(words)}\n{Promise}");
    }

    /// <summary>The daemon was told to end, and may take its time.</summary>
    private void AskedToEnd(string signal, int daemonPid)
    {
        _doing = $"{signal} passed on, waiting for the daemon's end (pid {daemonPid})";
        Send(Status(_doing));
    }

    /// <summary>We are about to end. Who knows the reason says it first; the second time is none.</summary>
    private void Stopping(string words)
    {
        if (!_stopping)
        {
            _stopping = true;
            _doing = words;
            Send($"STOPPING=1\n{Status(words)}");
        }
    }

    /// <summary>Says that we are alive, and that a long step needs more time, whichever is due.</summary>
    public void Pulse()
    {
        if (_socket is null || NextPulse > TimeSpan.Zero)
        {
            return;
        }

        _lastPulse = Stopwatch.GetTimestamp();
        var words = (_watchdog != Timeout.InfiniteTimeSpan ? "WATCHDOG=1\n" : "") + (_upgrading ? Promise : "");

        if (words.Length > 0)
        {
            Send(words.TrimEnd('\n'));
        }
    }

    // A hook's last words are part of a reason, and each line of a message is an assignment.
    private string Status(string words) => $"STATUS={(words + _note).ReplaceLineEndings(" ")}";

    private static string Promise => $"EXTEND_TIMEOUT_USEC={(long)LongStepPromise.TotalMicroseconds}";

    private void Send(string message)
    {
        if (_socket is not null)
        {
            _ = UnixDatagram.Send(_socket, Encoding.UTF8.GetBytes(message));
        }
    }
}
