using System.Text.Json;
using Cosmovisor.Holds;
using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.LookAhead;
using Cosmovisor.Status;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl status [--json]</c>: how this home stands, from its files and its lock.</summary>
internal sealed class StatusCommand(DaemonHome home, ILog log, TextWriter output)
{
    /// <returns>0 running and nothing wrong, 1 needs a human, 2 not running.</returns>
    public int Run(bool asJson)
    {
        var report = new StatusReport(
            RunningSupervisor.Pid(home), RunningSupervisor.Daemon(home)?.Pid, new CurrentLink(home).Target, new OutlookOnDisk(home).Read(), Unfinished(), Last())
        {
            Holds = HoldsKnown.Nothing.LookAt(new HoldsFolder(home).Look(), DateTimeOffset.UtcNow, TimeSpan.Zero).Standing,
        };
        output.Write(asJson ? $"{JsonSerializer.Serialize(report, StatusJson.Default.StatusReport)}\n" : report.Screen());
        return report.ExitCode;
    }

    private StatusUpgrade? Unfinished() => new JournalFile(home, log).Peek() is not { } journal ? null
        : new StatusUpgrade(journal.Plan.Name, journal.Plan.Height, journal.Last is { } step ? $"at {step.Step}" : "not begun", journal.Last?.Began ?? journal.Began, journal.Last?.Trouble);

    private StatusUpgrade? Last() => new HistoryFile(home).NewestFirst(log).FirstOrDefault() is not { } ended ? null
        : new StatusUpgrade(ended.Journal.Plan.Name, ended.Journal.Plan.Height, ended.Result, ended.Ended, Trouble: null) { IsDone = ended.IsDone };
}
