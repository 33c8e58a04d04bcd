using Cosmovisor.LookAhead;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>A unit, a limit of memory or a folder that would hurt an upgrade is told before it.</summary>
public static class HowThisMachineRunsTheNode
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("KillMode=control-group\nRestart=always\nTimeoutStopUSec=1min 30s\n", false, "Ok", "")]
    [InlineData("Restart=always\nTimeoutStopUSec=infinity", false, "Ok", "")]
    [InlineData("TimeoutStopUSec=1min 30s\nRestart=no", true, "Ok", "")]
    [InlineData("", false, "Ok", "")]
    [InlineData("Restart=always\nTimeoutStopUSec=30s", true, "Warning", "TimeoutStopSec=90")]
    [InlineData("Restart=always\nTimeoutStopUSec=1min", true, "Warning", "TimeoutStopSec=90")]
    [InlineData("KillMode=none\nRestart=always\nTimeoutStopUSec=2min", true, "Warning", "KillMode=mixed")]
    [InlineData("Restart=on-failure\nTimeoutStopUSec=2min", false, "Warning", "Restart=always")]
    [InlineData("Restart=no\nTimeoutStopUSec=2min", false, "Warning", "Restart=always")]
    public static void AUnitMayKillTheNodeOrNotStartIt(string shown, bool restartsItself, string result, string todo)
    {
        var check = MachineRules.Unit(UnitSettings.Parse("node.service", shown), Minute, restartsItself);

        Assert.Equal(result, check.Result.ToString());
        Assert.Equal(todo.Length == 0 ? null : $"systemctl edit node.service, and below [Service]: {todo}", check.Todo);
    }

    [Theory]
    [InlineData("1min 30s", 90.0)]
    [InlineData("250ms", 0.25)]
    [InlineData("1h 2min 3s", 3723.0)]
    [InlineData("2d 5us", 172800.000005)]
    [InlineData("1w", 604800.0)]
    [InlineData("2month", 5260032.0)]
    [InlineData("1y", 31557600.0)]
    [InlineData("infinity", null)]
    [InlineData("900000y", null)] // for ever, as far as a span can say
    [InlineData("soon", null)]
    [InlineData("", null)]
    public static void ATimeIsReadAsSystemdWritesIt(string text, double? seconds) =>
        Assert.Equal(seconds, UnitSettings.Parse("x", $"TimeoutStopUSec={text}").StopTimeout?.TotalSeconds);

    [Fact]
    public static void NoTextWhateverThrows() => Gen.String.Sample(text => Assert.NotNull(UnitSettings.Parse("x", text)));

    [Theory]
    [InlineData(null, 50L, "Ok")]
    [InlineData(100L, 90L, "Ok")]
    [InlineData(100L, 91L, "Warning")]
    [InlineData(100L, null, "Unknown")]
    public static void ALimitOfMemoryMayBeTooNear(long? limit, long? used, string result) =>
        Assert.Equal(result, MachineRules.Memory(limit, used).Result.ToString());

    [Fact]
    public static void DataElsewhereMakesABackupHalf() => Assert.Equal(
        "the backup of /n/data is incomplete: db_dir of config/config.toml is /big/db, the link application.db is /ssd/app",
        MachineRules.Elsewhere([("db_dir of config/config.toml", "/big/db"), ("the link application.db", "/ssd/app")], "/n/data").Says);

    [Theory]
    [InlineData(0, 100, 2 * 24, true)]
    [InlineData(23, 100, 4 * 24, true)]
    [InlineData(24, 100, 4 * 24, false)]
    [InlineData(1, 89, 4 * 24, false)]
    [InlineData(2, 100, 12, false)]
    [InlineData(0, 90, 4 * 24, true)]
    [InlineData(-1, 100, 4 * 24, false)]
    public static void TheDataIsWalkedRarelyForItsBackup(int hoursAgo, long free, int hoursLeft, bool holds) =>
        Assert.Equal(holds, new BackupLook(Seen.Noon.AddHours(-hoursAgo), 100).StillHolds(Seen.Noon, free, Seen.Noon.AddHours(hoursLeft)));

    [Theory]
    [InlineData(59, 120, true)] // hours are left: once an hour
    [InlineData(60, 120, false)]
    [InlineData(9, 60, true)] // the last hour: every ten minutes
    [InlineData(10, 60, false)]
    public static void TheDataIsWalkedMoreOftenAsTheHeightComes(int minutesAgo, int minutesLeft, bool holds) => Assert.Equal(
        holds, new BackupLook(Seen.Noon.AddMinutes(-minutesAgo), 100).StillHolds(Seen.Noon, 100, Seen.Noon.AddMinutes(minutesLeft)));

    [Fact]
    public static void AUnitOfWhichNothingIsToldHasNoSettings() =>
        Assert.Equal(new UnitSettings("x", "", "", null), UnitSettings.Parse("x", "KillMode\n"));

    [Fact]
    public static void AUnitsLastWordCounts() =>
        Assert.Equal("mixed", UnitSettings.Parse("x", "KillMode=none\nKillMode=mixed").KillMode);
}
