using System.Globalization;
using System.Text;
using Cosmovisor.Backups;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Status;

/// <summary>A status for people: one screen, or a line where several homes are shown.</summary>
internal static class StatusScreen
{
    private const string Stamp = "yyyy-MM-dd HH:mm:ss 'UTC'";

    /// <param name="report">Of one home.</param>
    /// <param name="now">The time it is shown.</param>
    public static string Of(StatusReport report, DateTimeOffset now)
    {
        var screen = new StringBuilder();
        Add(screen, "supervisor", report.Supervisor is { } pid ? $"running, pid {pid}"
            : "not running");
        Add(screen, "daemon", Daemon(report, now));
        Add(screen, "node", report.Outlook is not { } outlook ? "not looked at yet"
            : $"{OutlookScreen.NodeLine(outlook.Node)} (seen {outlook.At.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture)})");
        Add(screen, "next", Next(report) is { } next ? OutlookScreen.PlanLine(next) : "no upgrade is coming, as far as is known");

        foreach (var check in Next(report)?.Checks.Where(check => check.Result is CheckResult.Problem or CheckResult.Unknown) ?? [])
        {
            Add(screen, "", $"{check.Result.ToString().ToLowerInvariant()}: {ForeignText.Printable(check.Says, 1000)}");
            AddIf(screen, "", check.Todo is { } todo ? $"  {todo}" : null);
        }

        AddIf(screen, "", Next(report)?.Checks.FirstOrDefault(check => check.Check == CheckRules.AheadCheck) is { } ahead
            ? ForeignText.Printable(ahead.Says, 1000) : null);

        foreach (var hold in report.Holds)
        {
            Add(screen, "held", hold.Line);
        }

        AddIf(screen, "upgrade", Upgrade(report, now));
        Add(screen, "last", report.Last is { } last ? $"{last.Line}{After(report, last)}" : "no upgrade yet");

        foreach (var line in ConfirmationScreen.Lines(report.State?.LastUpgrade))
        {
            Add(screen, "", line);
        }

        AddIf(screen, "backups", report.Backups is { Count: > 0 } backups
            ? $"{backups.Count}, the newest {ForeignText.Printable(backups.Newest)}" : null);
        AddIf(screen, "trouble", report.Trouble is { } trouble ? ForeignText.Printable(trouble, 1000) : null);
        return screen.ToString();
    }

    /// <summary>One line.</summary>
    /// <param name="home">Its path.</param>
    /// <param name="report">Of it.</param>
    public static string Line(string home, StatusReport report)
    {
        var node = report.Outlook is { Node.Height: { } height } ? $", height {height}" : "";
        var next = Next(report) is { } plan ? $", next {OutlookScreen.PlanLine(plan)}" : "";
        return $"{ForeignText.Printable(home)}: {(report.Supervisor is null ? "not running" : "running")}, version {report.Current ?? "none"}{node}{next}{(report.Trouble is { } trouble ? $", trouble: {ForeignText.Printable(trouble, 200)}" : "")}";
    }

    private static ComingPlan? Next(StatusReport report) => report.Outlook?.Plans.FirstOrDefault(plan => !plan.IsOver);

    // What state.json says of a daemon holds while the supervisor that wrote it lives.
    private static string Daemon(StatusReport report, DateTimeOffset now)
    {
        var version = $"version {report.Current ?? "none"}";

        if (report.Daemon is not { } pid)
        {
            return report is { Supervisor: not null, State.Daemon.State: { } state } ? $"{ForeignText.Printable(state)}, {version}"
                : version;
        }

        var up = report.State is { Daemon: { Started: { } started, Lives: var lives } daemon } && daemon.Pid == pid
            ? $", up {Span(now - started)}, life {lives}" : "";
        return $"running, pid {pid}, {version}{up}";
    }

    private static string? Upgrade(StatusReport report, DateTimeOffset now)
    {
        if (report is not { Supervisor: not null, State.Upgrade: { Step: { } step } upgrade })
        {
            return report.Unfinished?.Line;
        }

        var far = upgrade.Progress is { } progress
            ? $", {ByteCount.Text(progress.Bytes)}{(progress.Total is { } total ? $" of {ByteCount.Text(total)}" : "")}" : "";
        return $"{ForeignText.Printable(upgrade.Name)} at height {upgrade.Height}: {ForeignText.Printable(step)}{far}, begun {Span(now - upgrade.Began)} ago";
    }

    private static string After(StatusReport report, StatusUpgrade last)
    {
        if (report.State?.LastUpgrade is not { } told || told.Name != last.Name || told.Height != last.Height)
        {
            return "";
        }

        var down = told.Downtime is { } seconds ? $", the node was down for {seconds:0.0} s"
            : "";
        return down;
    }

    private static string Span(TimeSpan time) => time < TimeSpan.Zero ? "0s"
        : time.TotalDays >= 1 ? $"{(int)time.TotalDays}d{time.Hours}h"
        : time.TotalHours >= 1 ? $"{time.Hours}h{time.Minutes}m"
        : time.TotalMinutes >= 1 ? $"{time.Minutes}m{time.Seconds}s"
        : $"{time.Seconds}s";

    private static void Add(StringBuilder screen, string head, string text) => screen.Append(head.PadRight(12)).Append(text).Append('\n');

    private static void AddIf(StringBuilder screen, string head, string? text) =>
        _ = text is null ? screen : screen.Append(head.PadRight(12)).Append(text).Append('\n');
}
