using System.Runtime.InteropServices;
using System.Text;
using Cosmovisor.Chain;
using Cosmovisor.Detection;
using Cosmovisor.LookAhead;
using Cosmovisor.Plans;
using Cosmovisor.Settings;

namespace Cosmovisor.Tests;

/// <summary>Every parser of foreign text, and texts to give them: tests/data/hostile-texts.txt is what once broke one.</summary>
internal static class HostileText
{
    public static IReadOnlyDictionary<string, Action<string>> Parsers { get; } = new Dictionary<string, Action<string>>
    {
        ["log line"] = text => _ = LogLine.Read(Encoding.UTF8.GetBytes(text)),
        ["output"] = text => _ = Detection.Watched.InPieces(Encoding.UTF8.GetBytes(text), [4096], heights: true),
        ["plan file"] = text => _ = PlanFile.Parse(Encoding.UTF8.GetBytes(text)),
        ["plan info"] = text => _ = PlanInfo.Parse(text),
        ["plan info JSON"] = text => _ = PlanInfo.ParseJson(text),
        ["batch file"] = text => _ = UpgradeBatch.FromFile(text),
        ["batch list"] = text => _ = UpgradeBatch.FromList(text),
        ["CSV"] = text => _ = CsvText.Rows(text),
        ["schedule"] = text => _ = UpgradeSchedule.Parse(Encoding.UTF8.GetBytes(text)),
        ["app.toml"] = text => _ = AppToml.Parse(text),
        ["config.toml"] = text => _ = NodeToml.Parse(text),
        ["our config.toml"] = text => _ = SettingsToml.Parse("config.toml", text),
        ["RPC address"] = text => _ = RpcAddress.Parse(text),
        ["node key"] = text => _ = NodeKey.IdOf(Encoding.UTF8.GetBytes(text)),
        ["RPC status"] = text => _ = RpcAnswer.Status(Encoding.UTF8.GetBytes(text)),
        ["RPC plan"] = text => _ = RpcAnswer.CurrentPlan(Encoding.UTF8.GetBytes(text)),
        ["RPC query"] = text => _ = RpcAnswer.Query(Encoding.UTF8.GetBytes(text)),
        ["RPC blocks"] = text => _ = RpcAnswer.BlockTimes(Encoding.UTF8.GetBytes(text)),
        ["RPC application"] = text => _ = RpcAnswer.AppHeight(Encoding.UTF8.GetBytes(text)),
        ["proposals message"] = text => _ = ProposalsMessage.Parse(Encoding.UTF8.GetBytes(text)),
        ["outlook"] = text => _ = OutlookText.Read(Encoding.UTF8.GetBytes(text)),
        ["plan message"] = text => _ = CurrentPlanMessage.Parse(Encoding.UTF8.GetBytes(text)),
    };

    /// <summary>One a line, with the escapes of JSON.</summary>
    public static IReadOnlyList<string> Corpus { get; } =
    [
        .. File.ReadLines(Repository.In("tests", "data", "hostile-texts.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Replace("\\e", "\e", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal)),
    ];

    /// <summary>Processor time of this thread: what others do on the machine meanwhile does not count.</summary>
    public static TimeSpan ThreadTime()
    {
        const int ThreadCpuTime = 3;
        return clock_gettime(ThreadCpuTime, out var now) == 0 ? TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromTicks(now.Nanoseconds / 100) : throw new InvalidOperationException("no clock");
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
