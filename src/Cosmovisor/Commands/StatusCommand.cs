using System.Text.Json;
using Cosmovisor.Status;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl status [--json] [--watch] [--alive]</c>: how this home stands, from its files and its lock.</summary>
/// <param name="facts">Reads them.</param>
/// <param name="output">The operator.</param>
internal sealed class StatusCommand(StatusFacts facts, TextWriter output)
{
    // To the upper left corner, and clear from there: plain ANSI, so that nothing has to be loaded for it.
    private const string Redraw = "\e[H\e[J";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <returns>0 running and nothing wrong, 1 needs a human, 2 not running.</returns>
    public int Run(bool asJson)
    {
        var report = facts.Read();
        output.Write(asJson ? $"{JsonSerializer.Serialize(report, StatusJson.Default.StatusReport)}\n"
            : StatusScreen.Of(report, DateTimeOffset.UtcNow));
        return report.ExitCode;
    }

    /// <summary>For a health check: the answer of the agent's <c>/livez</c>.</summary>
    /// <returns>0 alive, else 1.</returns>
    public int RunAlive()
    {
        var life = facts.Read().Life;
        output.WriteLine(life);
        return life == StatusReport.Ok ? 0 : 1;
    }

    /// <summary>Draws it again whenever it has changed, until the operator ends it.</summary>
    public int Watch(CancellationToken ct)
    {
        var (shown, code) = ("", 0);

        do
        {
            var report = facts.Read();
            code = report.ExitCode;

            if (StatusScreen.Of(report, DateTimeOffset.UtcNow) is var screen && screen != shown)
            {
                output.Write($"{Redraw}{screen}");
                output.Flush();
                shown = screen;
            }
        }
        while (!ct.WaitHandle.WaitOne(Pace));

        return code;
    }
}
