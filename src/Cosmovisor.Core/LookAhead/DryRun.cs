using System.Text;
using System.Text.Json;

namespace Cosmovisor.LookAhead;

/// <summary>What <c>upgrade NAME --dry-run</c> says: the steps an upgrade would take here, and what stands in its way.</summary>
/// <param name="Name">The upgrade's.</param>
/// <param name="Height">Null where no plan names one.</param>
/// <param name="From">What <c>current</c> points to.</param>
/// <param name="To">What it would point to.</param>
/// <param name="Possible">Nothing that is known stops it.</param>
/// <param name="Steps">In their order.</param>
/// <param name="Checks">As <c>doctor</c> has them.</param>
internal sealed record DryRun(
    string Name, long? Height, string From, string To, bool Possible, IReadOnlyList<DryRunStep> Steps, IReadOnlyList<DoctorCheck> Checks)
{
    private const int LongestWord = 1000;

    public int Version { get; init; } = 1;

    /// <param name="seen">What is so here.</param>
    /// <param name="report">What the checks found.</param>
    /// <param name="refusals">What keeps any upgrade from being begun now.</param>
    public static DryRun Of(DryRunSeen seen, DoctorReport report, IEnumerable<string> refusals)
    {
        string[] own = seen.From == seen.To ? [$"{seen.To} is current already"] : [];
        DoctorCheck[] checks = [
            .. own.Concat(refusals).Select(why => new DoctorCheck("begin", CheckResult.Problem, why, Todo: null, Why: null)),
            .. report.Checks
        ];
        return new DryRun(seen.Name, seen.Height, seen.From, seen.To, checks.All(check => check.Result != CheckResult.Problem),
            DryRunSteps.Of(seen), checks);
    }

    /// <summary>0 when it is possible, 2 when it is not.</summary>
    public int ExitCode() => Possible ? 0 : 2;

    public string Json() => JsonSerializer.Serialize(this, OutlookJson.Readable.DryRun);

    /// <summary>For people: a line for each step, and what is not well.</summary>
    public string Screen()
    {
        var screen = new StringBuilder();
        _ = screen.AppendLine(
            $"{Plain(Name)}{(Height is { } height ? $" at height {height}" : "")}: nothing is done, these would be the steps");

        foreach (var step in Steps)
        {
            _ = screen.AppendLine($"{(step.Does ? step.Step : "-"),-16} {(step.Does ? "" : $"{step.Step}: ")}{Plain(step.Says)}");
        }

        _ = screen.AppendLine(Possible ? "possible" : "not possible");

        foreach (var check in Checks.Where(check => check.Result != CheckResult.Ok))
        {
            _ = screen.AppendLine($"{check.Result.ToString().ToLowerInvariant(),-8} {check.Check}: {Plain(check.Says)}");
            _ = check.Todo is { } todo ? screen.AppendLine($"         {todo}") : screen;
        }

        return screen.ToString();
    }

    private static string Plain(string text) => ForeignText.Printable(text, LongestWord);
}
