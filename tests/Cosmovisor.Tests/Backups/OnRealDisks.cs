using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>On file systems made for the test: what each can share, and that what is shared stays apart when it is written.</summary>
public static class OnRealDisks
{
    [Theory]
    [InlineData("ext4", 256, BackupMode.Auto, CloneWay.HardLink, CloneWay.Copy)]
    [InlineData("ext4", 256, BackupMode.Copy, CloneWay.Copy, CloneWay.Copy)]
    [InlineData("xfs", 400, BackupMode.Auto, CloneWay.Reflink, CloneWay.Reflink)]
    [InlineData("xfs", 400, BackupMode.Reflink, CloneWay.Reflink, CloneWay.Reflink)]
    [InlineData("xfs", 400, BackupMode.HardLink, CloneWay.HardLink, CloneWay.Copy)]
    [InlineData("xfs", 400, BackupMode.Copy, CloneWay.Copy, CloneWay.Copy)]
    [InlineData("btrfs", 256, BackupMode.Auto, CloneWay.Reflink, CloneWay.Reflink)]
    [InlineData("btrfs", 256, BackupMode.Reflink, CloneWay.Reflink, CloneWay.Reflink)]
    [InlineData("btrfs", 256, BackupMode.HardLink, CloneWay.HardLink, CloneWay.Copy)]
    internal static void EveryFileTakesTheWayOfItsModeAndComesBack(
        string disk, int megabytes, BackupMode mode, CloneWay table, CloneWay log)
    {
        using var mounted = MountedDisk.OrSkip(disk, megabytes);
        using var node = new BackedUpNode(mounted.Folder);
        node.WriteDatabase("application.db");
        _ = node.Write("application.db/000050.log", new string('x', 3_000_000));
        _ = node.Write("empty", "");
        node.Settings = node.Settings with { Mode = mode };
        var before = Seen.Of(node.Data);
        node.Backup.EnsurePossible(BackedUpNode.Plan("v2"));

        _ = node.Take();

        Assert.True(ManifestFile.Read(Path.Join(node.Home.Backups, "v2/manifest.jsonl")).IsOk(out var manifest, out _));
        Assert.Equal(table, manifest.Entries.Single(entry => entry.Path == "application.db/000001.ldb").Way);
        Assert.Equal(log, manifest.Entries.Single(entry => entry.Path == "application.db/000050.log").Way);

        // The node writes everywhere it may: into whatever is not a recorded table.
        File.AppendAllText(Path.Join(node.Data, "application.db/000050.log"), "more");
        File.WriteAllText(Path.Join(node.Data, "application.db/CURRENT"), "other");
        File.Delete(Path.Join(node.Data, "application.db/000001.ldb"));
        Assert.Equal(before, Seen.Of(node.Place("v2")));

        _ = node.Restore();
        Assert.Equal(before, Seen.Of(node.Data));
        Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
            .Run("v2", deep: true, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("xfs", 400)]
    [InlineData("btrfs", 400)]
    public static void CopiesAreRealOnesEvenWhereBlocksCouldBeShared(string disk, int megabytes)
    {
        using var mounted = MountedDisk.OrSkip(disk, megabytes);
        using var node = new BackedUpNode(mounted.Folder);
        File.WriteAllBytes(
            Path.Join(node.Data, "big"), [.. Enumerable.Range(0, 40 * 1024 * 1024).Select(at => (byte)(at * 2654435761L >> 13))]);
        Sync(node.Data);
        var free = new DriveInfo(mounted.Folder).AvailableFreeSpace;
        node.Settings = node.Settings with { Mode = BackupMode.Copy };

        _ = node.Take();

        Sync(node.Data);
        Assert.True(free - new DriveInfo(mounted.Folder).AvailableFreeSpace > 35 * 1024 * 1024, "the copy takes no room of its own");
    }

    [Fact]
    public static void AReflinkedBackupNeedsNoRoom()
    {
        using var mounted = MountedDisk.OrSkip("xfs", 400);
        using var node = new BackedUpNode(mounted.Folder);
        var free = new DriveInfo(mounted.Folder).AvailableFreeSpace;
        File.WriteAllBytes(
            Path.Join(node.Data, "big"), [.. Enumerable.Range(0, (int)(free / 2)).Select(at => (byte)(at * 2654435761L >> 13))]);

        node.Backup.EnsurePossible(BackedUpNode.Plan("v2"));
        Assert.Equal(node.Place("v2"), node.Take().Path);

        node.Settings = node.Settings with { Mode = BackupMode.Copy };
        Assert.Contains("not enough free space",
            Assert.Throws<RefusedException>(() => node.Backup.EnsurePossible(BackedUpNode.Plan("v3"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void AutoCopiesAcrossDisks()
    {
        using var mounted = MountedDisk.OrSkip("xfs", 400);
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(mounted.Folder, new DateOnly(2026, 1, 5)) };

        var taken = node.Take();

        Assert.Equal(Seen.Of(node.Data), Seen.Of(taken.Path));
        Assert.Equal(Path.Join(mounted.Folder, "data-backup-2026-1-5"), taken.Path);
    }

    private static void Sync(string folder)
    {
        using var open = FileDescriptor.Open(folder);
        Assert.Equal(0, CloneCalls.SyncFileSystem(open.Number));
    }
}
