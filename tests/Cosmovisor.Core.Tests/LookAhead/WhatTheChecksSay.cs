using Cosmovisor.LookAhead;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>
/// Every sentence that <c>doctor</c> may say, with why it matters and what to do, as an operator reads it. After a change that is meant:
/// <c>APPROVE=1</c>, and look at the difference.
/// </summary>
public static class WhatTheChecksSay
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static IEnumerable<ReadinessCheck> All =>
    [
        CheckRules.Binary(Seen.Plan("v2", 700), null),
        CheckRules.Binary(Seen.Plan("v2", 700), "there is no binary"),
        CheckRules.Binary(Seen.Plan("v2", 700), "it is not there yet", canBeDownloaded: true),
        CheckRules.Starts(null),
        CheckRules.Starts("ends with code 127"),
        CheckRules.Backup("/n/data", null),
        CheckRules.Backup(null, null),
        CheckRules.Backup("/n/data", "no room for the backup"),
        CheckRules.BackupAhead(0, 0, Minute),
        CheckRules.BackupAhead(1 << 20, 1 << 30, Minute),
        CheckRules.BackupAhead(0, 1 << 30, Minute),
        CheckRules.BackupAhead(1 << 20, 0, Minute),
        CheckRules.BackupAhead(1 << 20, 0, TimeSpan.Zero),
        CheckRules.Hooks(null),
        CheckRules.Hooks("pre.sh is not executable"),
        CheckRules.Rights(null),
        CheckRules.Rights(("/n belongs to root", "chown -R me /n")),
        CheckRules.HaltHeight(null, Seen.Plan("v2", 700)),
        CheckRules.HaltHeight(600, Seen.Plan("v2", 700)),
        CheckRules.HaltHeight(null, Seen.Plan("v2", 700), flag: 600),
        CheckRules.Armed(Seen.Plan("v2", 700), isScheduleAlone: false, null, isRunning: true),
        CheckRules.Armed(Seen.Plan("v2", 700), isScheduleAlone: true, null, isRunning: false),
        CheckRules.Armed(Seen.Plan("v2", 700), isScheduleAlone: true, 700, isRunning: true),
        CheckRules.Armed(Seen.Plan("v2", 700), isScheduleAlone: true, 600, isRunning: true),
        CheckRules.Armed(Seen.Plan("v2", 700), isScheduleAlone: true, null, isRunning: true),
        CheckRules.CannotBeArmed(Seen.Plan("v2", 700), "genesis"),
        CheckRules.DoubleSign(null),
        CheckRules.DoubleSign(10),
        CheckRules.StateSync(isOn: false),
        CheckRules.StateSync(isOn: true),
        CheckRules.Clock(Seen.Node with { LastBlockTime = null }, Seen.Noon),
        CheckRules.Clock(Seen.Node, Seen.Noon),
        CheckRules.Clock(Seen.Node, Seen.Noon.AddSeconds(-45)),
        CheckRules.Running(null),
        CheckRules.Running(isReplaced: true),
        CheckRules.Running(isReplaced: false),
        MachineRules.Unit(new UnitSettings("node.service", "mixed", "always", null), Minute, restartsItself: false),
        MachineRules.Unit(new UnitSettings("node.service", "none", "on-abort", Minute), Minute, restartsItself: false),
        MachineRules.Memory(null, null),
        MachineRules.Memory(8L << 30, null),
        MachineRules.Memory(8L << 30, 2L << 30),
        MachineRules.Memory(8L << 30, 8L << 30),
        MachineRules.Home("/n", "/n", areSame: true),
        MachineRules.Home("/other", "/n", areSame: false),
        MachineRules.Elsewhere([], "/n/data"),
        MachineRules.Elsewhere([("db_dir", "/big/db"), ("wal_file", "/big/wal")], "/n/data"),
        new("genesis", CheckResult.Problem, "the new genesis is no JSON"),
        new("checksum", CheckResult.Warning, "the binary is another one"),
    ];

    [Fact]
    public static void IsApproved()
    {
        var said = DoctorReport.Of("v2", 700, All).Screen();
        var path = Repository.In("tests", "Cosmovisor.Core.Tests", "LookAhead", "WhatTheChecksSay.approved.txt");

        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, said);
        }

        Assert.Equal(File.ReadAllText(path), said);
    }

    [Theory]
    [InlineData("v2", 700L, "v2 at height 700:\n")]
    [InlineData("v2", null, "v2:\n")]
    [InlineData(null, null, "no upgrade is coming; what every upgrade here needs:\n")]
    public static void IsOfAnUpgradeOrOfThisHome(string? name, long? height, string screen) =>
        Assert.Equal(screen, DoctorReport.Of(name, height, []).Screen());

    [Theory]
    [InlineData(0, "Ok")]
    [InlineData(1, "Ok", "Warning")]
    [InlineData(1, "Unknown", "Ok")]
    [InlineData(2, "Warning", "Problem", "Ok")]
    public static void IsAnExitCodeToo(int code, params string[] results) => Assert.Equal(
        code, DoctorReport.Of("v2", 700, results.Select(result => new ReadinessCheck("x", Enum.Parse<CheckResult>(result), "x"))).ExitCode());

    [Theory]
    [InlineData("no", true, "Ok")]
    [InlineData("no", false, "Warning")]
    [InlineData("on-failure", false, "Warning")]
    [InlineData("on-abnormal", false, "Warning")]
    [InlineData("on-abort", false, "Warning")]
    [InlineData("on-watchdog", false, "Warning")]
    [InlineData("on-success", false, "Ok")] // an upgrade ends with 0
    [InlineData("always", false, "Ok")]
    public static void OfAUnitIsWhetherSomethingStartsTheNewVersion(string restart, bool restartsItself, string result) => Assert.Equal(
        result, MachineRules.Unit(new UnitSettings("node.service", "mixed", restart, null), Minute, restartsItself).Result.ToString());
}
