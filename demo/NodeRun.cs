using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Cosmovisor.Demo;

/// <summary>The real supervisor with the simulated node under it: its lines, each with the time it came.</summary>
internal sealed partial class NodeRun : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<(string Text, TimeSpan At)> _lines = [];
    private readonly long _began = Stopwatch.GetTimestamp();
    private int _told;

    public NodeRun(string supervisor, DemoHome home, Screen screen)
    {
        var start = new ProcessStartInfo(supervisor, ["start", "--home", home.Path, "--log_no_color"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DAEMON_HOME"] = home.Path;
        start.Environment["DAEMON_NAME"] = DemoHome.DaemonName;
        start.Environment["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        _process = Process.Start(start) ?? throw new ExpectationException($"{supervisor} did not start");
        _process.OutputDataReceived += (_, line) => Add(line.Data, screen);
        _process.ErrorDataReceived += (_, line) => Add(line.Data, screen);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public long HighestBlock { get; private set; }

    public int Lines
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>Waits for the next line that holds all of <paramref name="words"/>.</summary>
    /// <returns>When it came.</returns>
    public TimeSpan Await(params string[] words)
    {
        var since = Stopwatch.GetTimestamp();

        while (Stopwatch.GetElapsedTime(since) < Patience)
        {
            lock (_gate)
            {
                for (; _told < _lines.Count; _told++)
                {
                    if (words.All(word => Holds(_lines[_told].Text, word)))
                    {
                        return _lines[_told++].At;
                    }
                }
            }

            Expect.That(!_process.HasExited, $"cosmovisor ended with {(_process.HasExited ? _process.ExitCode : 0)} before the node said: {string.Join(" … ", words)}");
            Thread.Sleep(2);
        }

        throw new ExpectationException($"the node did not say within {Patience.TotalSeconds:0} s: {string.Join(" … ", words)}");
    }

    /// <summary>Asks it to end, as an init system would.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        Expect.That(Kill(_process.Id, Terminate) == 0, $"pid {_process.Id} could not be signalled: {new Win32Exception().Message}");
        Expect.That(_process.WaitForExit(Patience), $"cosmovisor did not end within {Patience.TotalSeconds:0} s of TERM");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Add(string? line, Screen screen)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Add((line, Stopwatch.GetElapsedTime(_began)));
        }

        if (Block(line) is { } block)
        {
            HighestBlock = block;
        }

        screen.Node(line, Block(line));
    }

    private static long? Block(string line) =>
        line.Contains("committed state", StringComparison.Ordinal)
        && line.Split(' ').FirstOrDefault(word => word.StartsWith("height=", StringComparison.Ordinal)) is { } word
        && long.TryParse(word.AsSpan("height=".Length), CultureInfo.InvariantCulture, out var height)
            ? height
            : null;

    // height=2 must not be found in height=20.
    private static bool Holds(string line, string word) =>
        word.StartsWith("height=", StringComparison.Ordinal) ? line.Split(' ').Contains(word) : line.Contains(word, StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
