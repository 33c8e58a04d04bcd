using System.Diagnostics;

namespace Cosmovisor.Demo;

/// <summary>cosmovisorctl, the operator's tool: the same program under its other name.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>Its exit code, and what it said on both streams, by line.</returns>
    public static (int Code, IReadOnlyList<string> Said) Run(DemoHome home, CancellationToken interrupted, params string[] words)
    {
        interrupted.ThrowIfCancellationRequested();
        using var process = Launch.Start(home.Tool, home, words);
        return Finish(process, words, interrupted);
    }

    /// <param name="tool">Its path.</param>
    /// <param name="variables">Its settings.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <param name="words">The command.</param>
    /// <inheritdoc cref="Run(DemoHome, CancellationToken, string[])"/>
    public static (int Code, IReadOnlyList<string> Said) Run(
        string tool, Dictionary<string, string> variables, CancellationToken interrupted, params string[] words)
    {
        interrupted.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(tool, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        Launch.Forget(start);

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Launch.Start(start);
        return Finish(process, words, interrupted);
    }

    private static (int Code, IReadOnlyList<string> Said) Finish(Process process, string[] words, CancellationToken interrupted)
    {
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(interrupted), process.StandardError.ReadToEndAsync(interrupted));

        try
        {
            Expect.That(process.WaitForExit(Patience), $"cosmovisorctl {words[0]} did not end within {Patience.TotalSeconds:0} s");
            var said = output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
            // Progress is drawn over itself on a terminal: each of its steps is no line.
            return (process.ExitCode, [.. said.Split('\n').Select(line => line[(line.LastIndexOf('\r') + 1)..]).Where(
                line => line.Length > 0 && !line.StartsWith("downloading", StringComparison.Ordinal))]);
        }
        finally
        {
            Launch.End(process);
        }
    }
}
