using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Cosmovisor.Holds;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Status;

/// <summary>How a home stands, from its files alone: also when the node, or we, are down.</summary>
/// <param name="Supervisor">The pid of what holds the home; null when nothing does.</param>
/// <param name="Daemon">The pid of the node; null when none is seen.</param>
/// <param name="Current">What <c>current</c> points to.</param>
/// <param name="Outlook">What the last look ahead found; null when there was none.</param>
/// <param name="Unfinished">An upgrade that was begun and is not over.</param>
/// <param name="Last">The last one that is.</param>
internal sealed record StatusReport(int? Supervisor, int? Daemon, string? Current, Outlook? Outlook, StatusUpgrade? Unfinished, StatusUpgrade? Last)
{
    public int Version { get; init; } = 1;

    /// <summary>What the next start of the daemon waits for.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>0 running and nothing wrong, 1 needs a human, 2 not running.</summary>
    [JsonIgnore]
    public int ExitCode => Supervisor is null ? 2 : NeedsAHuman ? 1 : 0;

    private bool NeedsAHuman => Outlook?.Plans.Any(plan => plan.IsPrepared && plan.Ready == Readiness.No) == true || Unfinished is { Trouble: not null } || Last is { IsDone: false };

    /// <summary>One screen.</summary>
    public string Screen()
    {
        var screen = new StringBuilder();
        _ = screen.AppendLine($"supervisor  {(Supervisor is { } pid ? string.Create(CultureInfo.InvariantCulture, $"running, pid {pid}") : "not running")}");
        _ = screen.AppendLine($"daemon      {(Daemon is { } daemon ? string.Create(CultureInfo.InvariantCulture, $"running, pid {daemon}, ") : "")}version {Current ?? "none"}");
        _ = screen.AppendLine($"node        {(Outlook is null ? "not looked at yet" : string.Create(CultureInfo.InvariantCulture, $"{OutlookScreen.NodeLine(Outlook.Node)} (seen {Outlook.At:yyyy-MM-dd HH:mm:ss} UTC)"))}");
        _ = screen.AppendLine($"next        {(Outlook?.Plans.FirstOrDefault(plan => !plan.IsOver) is { } next ? OutlookScreen.PlanLine(next) : "no upgrade is coming, as far as is known")}");

        foreach (var check in Outlook?.Plans.FirstOrDefault(plan => !plan.IsOver)?.Checks.Where(check => check.Result is CheckResult.Problem or CheckResult.Unknown) ?? [])
        {
            _ = screen.AppendLine($"            {check.Result.ToString().ToLowerInvariant()}: {ForeignText.Printable(check.Says, 1000)}");
            _ = check.Todo is { } todo ? screen.AppendLine($"              {todo}") : screen;
        }

        foreach (var hold in Holds)
        {
            _ = screen.AppendLine($"held        {hold.Line}");
        }

        _ = Unfinished is { } begun ? screen.AppendLine($"upgrade     {begun.Line}") : screen;
        _ = screen.AppendLine($"last        {(Last is { } last ? last.Line : "no upgrade yet")}");
        return screen.ToString();
    }
}

/// <summary>An upgrade of this home.</summary>
/// <param name="Name">The plan's.</param>
/// <param name="Height">The plan's.</param>
/// <param name="State">How it ended, or the step it is at.</param>
/// <param name="At">When.</param>
/// <param name="Trouble">Why it went no further; null when it did.</param>
internal sealed record StatusUpgrade(string Name, long Height, string State, DateTimeOffset At, string? Trouble)
{
    [JsonIgnore]
    public bool IsDone { get; init; } = true;

    [JsonIgnore]
    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"{ForeignText.Printable(Name)} at height {Height}: {ForeignText.Printable(State)}, {At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(Trouble is { } trouble ? $": {ForeignText.Printable(trouble, 1000)}" : "")}");
}

/// <summary>Writing of a status without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
