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
