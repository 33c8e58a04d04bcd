using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Testing;

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
    public const int Stop = 19;
    public const int TerminalStop = 20;
    public const int WindowChanged = 28;

    private readonly Process _process;
    private readonly CollectedBytes _output = new();
    private readonly CollectedBytes _error = new();
    private readonly Task _outputRead;
    private readonly Task _errorRead;

    public Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null,
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

        foreach (var (name, value) in variables ?? ReadOnlyDictionary<string, string>.Empty)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        _outputRead = _output.ReadAsync(_process.StandardOutput.BaseStream);
        _errorRead = _error.ReadAsync(_process.StandardError.BaseStream);
    }

    public int Pid => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>A child of it may hold its output when it has ended.</summary>
    public bool IsOutputOpen => !_outputRead.IsCompleted;

    public Stream Input => _process.StandardInput.BaseStream;

    public void CloseInput() => _process.StandardInput.Close();

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
        Wait.Until(what, isThere, SoFar);
        return this;
    }

    /// <summary>Waits for its end, and for the end of its streams.</summary>
    public Finished End() => End(Wait.Limit);

    public Finished End(TimeSpan limit)
    {
        CloseInput();
        return _process.WaitForExit(limit) && Task.WaitAll([_outputRead, _errorRead], limit) ? Ended() : throw NotEnded(limit);
    }

    /// <inheritdoc cref="End()"/>
    public async Task<Finished> EndAsync()
    {
        CloseInput();

        try
        {
            await Task.WhenAll(_process.WaitForExitAsync(), _outputRead, _errorRead).WaitAsync(Wait.Limit);
            return Ended();
        }
        catch (TimeoutException)
        {
            throw NotEnded(Wait.Limit);
        }
    }

    /// <summary>Waits for its own end, whoever holds its streams.</summary>
    public Finished EndOfProcess()
    {
        _ = Await("its end", () => _process.HasExited);
        return Ended();
    }

    /// <summary>Waits for its end, and kills it where that takes longer.</summary>
    public Finished EndOrKillAfter(TimeSpan time)
    {
        if (!_process.WaitForExit(time))
        {
            _process.Kill();
        }

        return End();
    }

    /// <summary>Kills it, and nothing that it has started.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
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

    private Finished Ended() => new(_process.ExitCode, _output.Bytes, _error.Bytes);

    private TimeoutException NotEnded(TimeSpan limit) => new($"not ended after {limit.TotalSeconds} s; {SoFar()}");

    private string SoFar() => $"output so far: {OutputSoFar}; errors so far: {ErrorSoFar}";

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);
}
