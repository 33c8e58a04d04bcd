using System.Text;
using System.Text.Json;

namespace Cosmovisor.LookAhead;

/// <summary>What <c>doctor</c> found: the checks of a coming upgrade, or of this home where none comes.</summary>
/// <param name="Name">The upgrade's; null for none.</param>
/// <param name="Height">Its height; null where no plan names one.</param>
/// <param name="Checks">In a fixed order.</param>
internal sealed record DoctorReport(string? Name, long? Height, IReadOnlyList<DoctorCheck> Checks)
{
    public int Version { get; init; } = 1;

    public static DoctorReport Of(string? name, long? height, IEnumerable<ReadinessCheck> checks) =>
        new(name, height, [.. checks.Select(
            check => new DoctorCheck(check.Check, check.Result, check.Says, check.Todo, DoctorCheck.WhyOf(check.Check)))]);

    /// <summary>0 when all is well, 1 with warnings or what could not be found out, 2 with problems.</summary>
    public int ExitCode() =>
        Checks.Any(check => check.Result == CheckResult.Problem) ? 2
        : Checks.Any(check => check.Result != CheckResult.Ok) ? 1
        : 0;

    public string Json() => JsonSerializer.Serialize(this, OutlookJson.Readable.DoctorReport);

    /// <summary>For people: a line for what is well; why it matters and what to do for what is not.</summary>
    public string Screen()
    {
        var screen = new StringBuilder();
        _ = screen.AppendLine(Name is null ? "no upgrade is coming; what every upgrade here needs:"
            : $"{ForeignText.Printable(Name)}{(Height is { } height ? $" at height {height}" : "")}:");

        foreach (var check in Checks)
        {
            _ = screen.AppendLine(
                $"{check.Result.ToString().ToLowerInvariant(),-8} {check.Check}: {ForeignText.Printable(check.Says, 1000)}");

            if (check.Result != CheckResult.Ok)
            {
                _ = check.Why is { } why ? screen.AppendLine($"         {why}") : screen;
                _ = check.Todo is { } todo ? screen.AppendLine($"         {todo}") : screen;
            }
        }

        return screen.ToString();
    }
}

/// <summary>One check, with why it matters.</summary>
internal sealed record DoctorCheck(string Check, CheckResult Result, string Says, string? Todo, string? Why)
{
    /// <summary>What goes wrong at the height where nobody minds it.</summary>
    public static string? WhyOf(string check) => check switch
    {
        "binary" or "starts" => "Without it the node stands still at the height until the binary is there.",
        "backup" =>
            "The upgrade stops before the switch when its backup cannot be made; without one there is no way back from a migration.",
        "hooks" => "A script that cannot be run stops the upgrade, with the node down.",
        "genesis" => "The upgrade stops before the switch.",
        "rights" => "The upgrade, or the node itself, fails where it cannot write.",
        "armed" => "The node would run past the height with the old binary.",
        "halt-height" => "The node stops before the upgrade, and waits for an operator.",
        "clock" => "Votes of a validator with a wrong clock do not count.",
        "checksum" => "Another binary than the network's disagrees with it from the height on.",
        "unit" => "A node that is killed in the middle of a write may lose its data, and one that nothing starts stays down.",
        "memory" => "Out of memory, the kernel kills the node in the middle of its migration.",
        "data-elsewhere" => "An incomplete backup cannot be restored.",
        "home" => "The binaries of one node on the data of another destroy it.",
        "running-binary" => "What is in its place has not been started yet.",
        "double-sign-check" => "The first block after an upgrade needs this validator; a network whose validators all wait never makes it.",
        "state-sync" => "A snapshot from before the upgrade cannot be used after it.",
        _ => null,
    };
}
