using System.Runtime.InteropServices;
using System.Text;
using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.Holds;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Settings;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Tests;

/// <summary>Every parser of foreign text, and texts to give them: tests/data/hostile-texts.txt is what once broke one.</summary>
internal static class HostileText
{
    public static IReadOnlyDictionary<string, Func<string, bool>> Parsers { get; } = new Dictionary<string, Func<string, bool>>
    {
        ["log line"] = text => Answer.IsWhole(LogLine.Read(Encoding.UTF8.GetBytes(text))),
        ["output"] = text => Detection.Watched.InPieces(Encoding.UTF8.GetBytes(text), [4096], heights: true).All(Answer.IsWhole),
        ["plan file"] = text => Answer.IsWhole(PlanFile.Parse(Encoding.UTF8.GetBytes(text))),
        ["plan info"] = text => Answer.IsWhole(PlanInfo.Parse(text)),
        ["plan info JSON"] = text => Answer.IsWhole(PlanInfo.ParseJson(text)),
        ["batch file"] = text => Answer.IsWhole(UpgradeBatch.FromFile(text)),
        ["batch list"] = text => Answer.IsWhole(UpgradeBatch.FromList(text)),
        ["CSV"] = text => Answer.IsWhole(CsvText.Rows(text)),
        ["schedule"] = text => Answer.IsWhole(UpgradeSchedule.Parse(Encoding.UTF8.GetBytes(text))),
        ["app.toml"] = text => Answer.IsWhole(AppToml.Parse(text)),
        ["config.toml"] = text => Answer.IsWhole(NodeToml.Parse(text)),
        ["our config.toml"] = text => Answer.IsWhole(SettingsToml.Parse("config.toml", text)),
        ["environment file"] = text => EnvironmentFile.Parse(text) is not null,
        ["RPC address"] = text => Answer.IsWhole(RpcAddress.Parse(text)),
        ["node key"] = text => Answer.IsWhole(NodeKey.IdOf(Encoding.UTF8.GetBytes(text))),
        ["RPC status"] = text => Answer.IsWhole(RpcAnswer.Status(Encoding.UTF8.GetBytes(text))),
        ["RPC plan"] = text => Answer.IsWhole(RpcAnswer.CurrentPlan(Encoding.UTF8.GetBytes(text))),
        ["RPC query"] = text => Answer.IsWhole(RpcAnswer.Query(Encoding.UTF8.GetBytes(text))),
        ["RPC blocks"] = text => Answer.IsWhole(RpcAnswer.BlockTimes(Encoding.UTF8.GetBytes(text))),
        ["RPC application"] = text => Answer.IsWhole(RpcAnswer.AppHeight(Encoding.UTF8.GetBytes(text))),
        ["RPC votes"] = text => Answer.IsWhole(ConsensusAnswer.Votes(Encoding.UTF8.GetBytes(text))),
        ["RPC peers"] = text => Answer.IsWhole(ConsensusAnswer.PeerHeights(Encoding.UTF8.GetBytes(text))),
        ["RPC validators"] = text => Answer.IsWhole(ConsensusAnswer.Validators(Encoding.UTF8.GetBytes(text))),
        ["RPC commit"] = text => Answer.IsWhole(ConsensusAnswer.Signers(Encoding.UTF8.GetBytes(text))),
        ["proposals message"] = text => Answer.IsWhole(ProposalsMessage.Parse(Encoding.UTF8.GetBytes(text))),
        ["request"] = text => Answer.IsWhole(UpgradeRequestText.Read(Encoding.UTF8.GetBytes(text))),
        ["hold"] = text => Answer.IsWhole(HoldText.Parse("hold", Encoding.UTF8.GetBytes(text))),
        ["outlook"] = text => Answer.IsWhole(OutlookText.Read(Encoding.UTF8.GetBytes(text))),
        ["fleet address"] = text => Answer.IsWhole(Cosmovisor.Fleet.FleetAddress.Parse(text)),
        ["fleet labels"] = text => Answer.IsWhole(Cosmovisor.Fleet.MemberLabels.Parse(text)),
        ["fleet member"] = text => Answer.IsWhole(Cosmovisor.Fleet.FleetText.Member(Encoding.UTF8.GetBytes(text))),
        ["fleet schedule entry"] = text => Answer.IsWhole(Cosmovisor.Fleet.FleetText.Entry(Encoding.UTF8.GetBytes(text))),
        ["fleet rollout"] = text => Answer.IsWhole(Cosmovisor.Fleet.FleetText.Rollout(Encoding.UTF8.GetBytes(text))),
        ["fleet told"] = text => Answer.IsWhole(Cosmovisor.Fleet.FleetText.Told(Encoding.UTF8.GetBytes(text))),
        ["fleet notes"] = text => Answer.IsWhole(Cosmovisor.Fleet.FleetText.Notes(Encoding.UTF8.GetBytes(text))),
        ["plan message"] = text => Answer.IsWhole(CurrentPlanMessage.Parse(Encoding.UTF8.GetBytes(text))),
    };

    /// <summary>One a line, with the escapes of JSON.</summary>
    public static IReadOnlyList<string> Corpus { get; } =
    [
        .. File.ReadLines(Repository.In("tests", "data", "hostile-texts.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Replace("\\e", "\e", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\t", "\t", StringComparison.Ordinal)),
    ];

    /// <summary>Processor time of this thread: what others do on the machine meanwhile does not count.</summary>
    public static TimeSpan ThreadTime()
    {
        const int ThreadCpuTime = 3;
        return clock_gettime(ThreadCpuTime, out var now) == 0 ? TimeSpan.FromSeconds(now.Seconds)
            + TimeSpan.FromTicks(now.Nanoseconds / 100) : throw new InvalidOperationException("no clock");
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out TimeSpec now);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
