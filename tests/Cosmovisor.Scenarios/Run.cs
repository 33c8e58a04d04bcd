using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Tests;

/// <summary>How a program ended, and every byte it wrote.</summary>
internal sealed record Finished(int Code, byte[] OutputBytes, byte[] ErrorBytes)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public string Error => Encoding.UTF8.GetString(ErrorBytes);
}

/// <summary>A running program under test. Every wait has a limit and names what it waited for.</summary>
internal sealed partial class Run : IDisposable
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Usr1 = 10;
    public const int Usr2 = 12;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int TerminalStop = 20;
    public const int WindowChanged = 28;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Collected _output = new();
    private readonly Collected _error = new();
    private readonly Task _reading;

    public Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> variables,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };

        // The settings of whoever runs the tests are none of ours.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DAEMON_", StringComparison.Ordinal)
            || name.StartsWith("COSMOVISOR_", StringComparison.Ordinal)).ToArray())
        {
            _ = start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        _reading = Task.WhenAll(
            Task.Run(() => _output.ReadFrom(_process.StandardOutput.BaseStream)),
            Task.Run(() => _error.ReadFrom(_process.StandardError.BaseStream)));
    }

    public int Pid => _process.Id;

    public bool HasEnded => _process.HasExited;

    public Stream Input => _process.StandardInput.BaseStream;

    public string OutputSoFar => Encoding.UTF8.GetString(_output.Bytes);

    public string ErrorSoFar => Encoding.UTF8.GetString(_error.Bytes);

    /// <summary>Sends a signal to the program itself, not to its group.</summary>
    public void Signal(int signal)
    {
        if (SendSignal(Pid, signal) != 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Waits until its standard output holds <paramref name="text"/>.</summary>
    public Run AwaitOutput(string text) =>
        Await($"\"{text}\" on standard output", () => OutputSoFar.Contains(text, StringComparison.Ordinal));

    public Run AwaitError(string text) => Await($"\"{text}\" on standard error", () => ErrorSoFar.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for a thing, never for a while.</summary>
    public Run Await(string what, Func<bool> isThere)
    {
        var started = Stopwatch.GetTimestamp();

        while (!isThere())
        {
            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException(
                    $"waited {Limit.TotalSeconds} s for {what}; output so far: {OutputSoFar}; errors so far: {ErrorSoFar}");
            }

            Thread.Sleep(5);
        }

        return this;
    }

    /// <summary>Waits for its end, and for the end of its streams.</summary>
    public Finished End() => End(Limit);

    public Finished End(TimeSpan limit)
    {
        _process.StandardInput.Close();

        return _process.WaitForExit(limit) && _reading.Wait(limit)
            ? new Finished(_process.ExitCode, _output.Bytes, _error.Bytes)
            : throw new TimeoutException(
                $"not ended after {limit.TotalSeconds} s; output so far: {OutputSoFar}; errors so far: {ErrorSoFar}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);

    private sealed class Collected
    {
        private readonly Lock _gate = new();
        private readonly List<byte> _bytes = [];

        public byte[] Bytes
        {
            get
            {
                lock (_gate)
                {
                    return [.. _bytes];
                }
            }
        }

        public void ReadFrom(Stream stream)
        {
            var buffer = new byte[64 * 1024];

            while (stream.Read(buffer) is > 0 and var count)
            {
                lock (_gate)
                {
                    _bytes.AddRange(buffer.AsSpan(0, count));
                }
            }
        }
    }
}
