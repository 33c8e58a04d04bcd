using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class BackupNames
{
    [Fact]
    public static void OfTheClassicContractAreEscapedPlanNamesThenNumbers() =>
        Assert.Equal(["v2%2Fx", "v2%2Fx-2", "v2%2Fx-3"], BackupName.Classic("v2/x").Take(3));

    [Fact]
    public static void OfTheSdkContractAreDaysWithoutLeadingZerosThenPlansThenNumbers() =>
        Assert.Equal(
            ["data-backup-2026-1-5", "data-backup-2026-1-5-v2%2Fx", "data-backup-2026-1-5-v2%2Fx-2", "data-backup-2026-1-5-v2%2Fx-3"],
            BackupName.Sdk("v2/x", new DateOnly(2026, 1, 5)).Take(4));

    [Theory]
    [InlineData(".data.taking", true)]
    [InlineData(".data.removing", true)]
    [InlineData(".data-backup-2026-1-5.taking", true)]
    [InlineData("data", false)]
    [InlineData("data-backup-2026-1-5", false)]
    [InlineData("data.incomplete-1", false)]
    [InlineData(".keep", false)]
    [InlineData(".database.taking", false)]
    [InlineData("x.taking", false)]
    public static void TellWhatACrashHasLeft(string name, bool leftover) => Assert.Equal(leftover, BackupFolder.IsLeftover(name));

    [Theory]
    [InlineData("", BackupMode.Auto)]
    [InlineData("auto", BackupMode.Auto)]
    [InlineData("COPY", BackupMode.Copy)]
    [InlineData("reflink", BackupMode.Reflink)]
    [InlineData("hardlink", BackupMode.HardLink)]
    internal static void OfModesAreRead(string text, BackupMode mode)
    {
        Assert.True(BackupModes.Parse(text).IsOk(out var read, out _));
        Assert.Equal(mode, read);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("true")]
    [InlineData(" auto")]
    public static void OfOtherModesAreRefused(string text) => Assert.False(BackupModes.Parse(text).IsOk(out _, out _));
}
