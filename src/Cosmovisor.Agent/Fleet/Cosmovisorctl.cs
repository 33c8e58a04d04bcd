using System.Diagnostics;

namespace Cosmovisor.Agent.Fleet;

/// <param name="Code">Its exit code.</param>
/// <param name="LastWords">The last lines of what it printed, on one line; what an operator needs where it failed.</param>
internal sealed record CommandEnd(int Code, string LastWords)
{
    /// <summary>All it printed to standard output.</summary>
    public string Output { get; init; } = "";

    public bool IsGood => Code == 0;
}

/// <summary>The operator's tool, run for a home. The agent changes nothing in a home but by it.</summary>
/// <param name="program">Path of the executable.</param>
/// <param name="home">DAEMON_HOME.</param>
internal sealed class Cosmovisorctl(string program, string home)
{
    private const int KeptLines = 4;

    /// <summary>The one beside our own executable, else the one on the PATH.</summary>
    public static string Found => Path.Join(AppContext.BaseDirectory, "cosmovisorctl") is var beside && File.Exists(beside) ? beside
        : "cosmovisorctl";

    /// <summary>Runs a command to its end.</summary>
    /// <param name="ct">Ends the waiting, not the command: what it does to the home is whole or not done.</param>
    /// <param name="words">The command and its arguments.</param>
    public async Task<CommandEnd> RunAsync(CancellationToken ct, params string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        start.Environment["DAEMON_HOME"] = home;

        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException("a process was not made");
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            await process.WaitForExitAsync(ct);
            return new CommandEnd(process.ExitCode, Last(await output + '\n' + await error)) { Output = await output };
        }
        catch (System.ComponentModel.Win32Exception ex)
        {
            return new CommandEnd(127, $"{program} cannot be started: {ex.Message}");
        }
    }

    private static string Last(string text) =>
        ForeignText.Printable(string.Join(" | ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries
            | StringSplitOptions.TrimEntries).TakeLast(KeptLines)), 400);
}
