using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>Where a backup lies, in both contracts, and what one leaves behind that was interrupted.</summary>
public static class FoldersOfABackup
{
    [Fact]
    public static void OfTheClassicContractIsOneForEach() => Assert.Equal(
        new BackupFolder("v2", "/b/v2", "/b/v2/data", "/b/v2/.data.taking", "/b/v2/.data.removing", "/b/v2/manifest.jsonl", "/b/v2/.keep"),
        BackupFolder.Classic("/b", "v2"));

    [Fact]
    public static void OfTheSdkContractIsTheBackupItself() => Assert.Equal(
        new BackupFolder(
            "data-backup-1", "/b", "/b/data-backup-1", "/b/.data-backup-1.taking", "/b/.data-backup-1.removing",
            "/b/data-backup-1.manifest.jsonl", null),
        BackupFolder.Sdk("/b", "data-backup-1"));

    [Theory]
    [InlineData("/b/v2/.data.taking")]
    [InlineData("/b/v2/.data.removing")]
    public static void AreKnownByWhatTheClassicContractLeaves(string path) =>
        Assert.Equal(BackupFolder.Classic("/b", "v2"), BackupFolder.OfLeftover(path));

    [Theory]
    [InlineData("/b/.data-backup-1.taking")]
    [InlineData("/b/.data-backup-1.removing")]
    public static void AreKnownByWhatTheSdkContractLeaves(string path) =>
        Assert.Equal(BackupFolder.Sdk("/b", "data-backup-1"), BackupFolder.OfLeftover(path));

    [Theory]
    [InlineData("/b/data-backup-1")]
    [InlineData("/b/.data-backup-1.manifest.jsonl")]
    [InlineData("/b/.other.taking")]
    [InlineData("/b/v2/.data")]
    [InlineData("/")]
    public static void AreNotKnownByOtherFiles(string path) => Assert.Null(BackupFolder.OfLeftover(path));

    [Theory]
    [InlineData("", "auto")]
    [InlineData("auto", "auto")]
    [InlineData("copy", "copy")]
    [InlineData("reflink", "reflink")]
    [InlineData("hardlink", "hardlink")]
    public static void AreFilledInFourWays(string text, string mode)
    {
        Assert.True(BackupModes.Parse(text).IsOk(out var parsed, out _));
        Assert.Equal(mode, BackupModes.Text(parsed));
    }

    [Fact]
    public static void AreFilledInNoOther()
    {
        Assert.False(BackupModes.Parse("link").IsOk(out _, out var reason));
        Assert.Equal("must be auto, copy, reflink or hardlink, not \"link\"", reason);
    }
}
