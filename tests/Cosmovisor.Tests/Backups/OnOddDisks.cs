using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>Disks that keep less, share less or hold less than most: nothing is promised of them that is not so.</summary>
public static class OnOddDisks
{
    [Fact]
    public static void ABackupWithTimesOfWholeSecondsIsSaidOnceAndCanBeVerifiedAndRestored()
    {
        using var disk = MountedDisk.OrSkip("ext4", 128, "-I", "128");
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(disk.Folder, new DateOnly(2026, 1, 5)) };

        var taken = node.Take();

        _ = Assert.Single(
            node.Log.Text.Split('\n'),
            line => line.Contains("could not be given the exact time of the last write", StringComparison.Ordinal));
        Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
            .Run(taken.Name, deep: true, TestContext.Current.CancellationToken));
        _ = node.Restore(taken.Name);
        Assert.Equal("table 1", node.Text("application.db/000001.ldb"));
    }

    [Fact]
    public static void WithoutEnoughInodesABackupIsRefusedBeforeItBegins()
    {
        using var disk = MountedDisk.OrSkip("ext4", 128, "-N", "400");
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db", tables: 500);
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(disk.Folder, new DateOnly(2026, 1, 5)) };

        Assert.Contains("not enough inodes",
            Assert.Throws<RefusedException>(() => node.Backup.EnsurePossible(BackedUpNode.Plan("v2"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void HardLinksTakeNoInodes()
    {
        using var disk = MountedDisk.OrSkip("ext4", 128, "-N", "400");
        using var node = new BackedUpNode(disk.Folder);
        node.WriteDatabase("application.db", tables: 300);

        node.Backup.EnsurePossible(BackedUpNode.Plan("v2"));
        Assert.Equal(304, node.Take().Files);
    }

    [Fact]
    public static void ABindMountIsAnotherDiskToHardLinksAndCountedAsThat()
    {
        using var disk = MountedDisk.OrSkip("ext4", 160);
        using var node = new BackedUpNode(disk.Folder);
        using var place = new BackedUpNode();
        node.WriteDatabase("application.db");
        File.WriteAllBytes(Path.Join(node.Data, "application.db/000000.ldb"), new byte[40 * 1024 * 1024]);
        File.SetLastWriteTimeUtc(Path.Join(node.Data, "application.db/000000.ldb"), DateTime.UtcNow.AddHours(-1));
        var mounted = SystemTool.End("mount", "--bind", disk.Folder, place.Data);
        Assert.SkipUnless(mounted.Code == 0, $"bind mounts are not permitted here: {mounted.Says}");

        try
        {
            node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(place.Data, new DateOnly(2026, 1, 5)) };
            var filled = Path.Join(disk.Folder, "filled");
            using (var file = File.OpenHandle(filled, FileMode.CreateNew, FileAccess.Write,
                preallocationSize: new DriveInfo(disk.Folder).AvailableFreeSpace - (70L * 1024 * 1024))) { }

            Assert.Contains(
                "not enough free space",
                Assert.Throws<RefusedException>(() => node.Backup.EnsurePossible(BackedUpNode.Plan("v2"))).Message,
                StringComparison.Ordinal);
            node.Settings = node.Settings with { Mode = BackupMode.HardLink };
            Assert.Contains(
                "mounted apart",
                Assert.Throws<RefusedException>(() => node.Backup.EnsurePossible(BackedUpNode.Plan("v2"))).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            _ = SystemTool.End("umount", place.Data);
        }
    }

    [Fact]
    public static void FilesWithoutCopyOnWriteAreSharedBesideOthersAndStaySo()
    {
        using var disk = MountedDisk.OrSkip("btrfs", 256);
        using var node = new BackedUpNode(disk.Folder);
        var plain = node.Write("plain", "");
        var file = node.Write("a/written-in-place", "");
        Assert.SkipUnless(SystemTool.Works("chattr", "+C", file), "chattr is not installed");
        File.WriteAllText(file, new string('x', 100_000));
        File.WriteAllText(plain, new string('x', 100_000));
        Assert.True(SystemTool.Works("chattr", "+C", Path.Join(node.Data, "a")));
        node.Settings = node.Settings with { Mode = BackupMode.Reflink };

        _ = node.Take();

        Assert.True(ManifestFile.Read(Path.Join(node.Home.Backups, "v2/manifest.jsonl")).IsOk(out var manifest, out var wrong), wrong);
        Assert.All(manifest.Entries.Where(entry => entry.Kind == EntryKind.File), entry => Assert.Equal(CloneWay.Reflink, entry.Way));
        Assert.Matches(@"(?m)^\S*C\S* .*written-in-place$", SystemTool.End("lsattr", Path.Join(node.Place("v2"), "a")).Says);
        Assert.DoesNotMatch(@"(?m)^\S*C\S* .*plain$", SystemTool.End("lsattr", node.Place("v2")).Says);
        Assert.Matches(@"^\S*C\S* ", SystemTool.End("lsattr", "-d", Path.Join(node.Place("v2"), "a")).Says);
    }

    [Fact]
    public static void OneFileThatCannotBeSharedLeavesTheOthersShared()
    {
        using var disk = MountedDisk.OrSkip("btrfs", 256);
        using var node = new BackedUpNode(disk.Folder);
        var swap = node.Write("swap", "");
        _ = node.Write("other", new string('x', 100_000));
        Assert.SkipUnless(
            SystemTool.Works("sh", "-c",
                $"chattr +C '{swap}' && head -c 8M /dev/zero > '{swap}' && chmod 600 '{swap}' && mkswap -q '{swap}' && swapon '{swap}'"),
            "a swap file is not permitted here");

        try
        {
            _ = node.Take();

            Assert.True(ManifestFile.Read(Path.Join(node.Home.Backups, "v2/manifest.jsonl")).IsOk(out var manifest, out var wrong), wrong);
            Assert.Equal(CloneWay.Copy, manifest.Entries.Single(entry => entry.Path == "swap").Way);
            Assert.Equal(CloneWay.Reflink, manifest.Entries.Single(entry => entry.Path == "other").Way);
            Assert.Contains("swap could not share blocks", node.Log.Text, StringComparison.Ordinal);
        }
        finally
        {
            _ = SystemTool.End("swapoff", swap);
        }
    }

    [Fact]
    public static void InLayersABackupCopiesAndIsNotTakenForDisturbed()
    {
        using var upper = MountedDisk.OrSkip("tmpfs", 160);
        using var lower = new BackedUpNode();
        using var place = new BackedUpNode();
        lower.WriteDatabase("application.db");
        _ = Directory.CreateDirectory(Path.Join(upper.Folder, "up"));
        _ = Directory.CreateDirectory(Path.Join(upper.Folder, "work"));
        var mounted = SystemTool.End("mount", "-t", "overlay", "overlay", "-o",
            $"lowerdir={lower.Data},upperdir={upper.Folder}/up,workdir={upper.Folder}/work", place.Data);
        Assert.SkipUnless(mounted.Code == 0, $"overlays are not permitted here: {mounted.Says}");

        try
        {
            place.Settings = place.Settings with
            {
                Placing = new BackupPlacing.Sdk(Path.Join(upper.Folder, "backups"), new DateOnly(2026, 1, 5)),
                Mode = BackupMode.Auto
            };
            Assert.Equal(8, place.Take().Files);
            Assert.All(DataTree.Read(place.Data).Entries, entry => Assert.False(entry.MayBeLinked));
        }
        finally
        {
            _ = SystemTool.End("umount", place.Data);
        }
    }

    [Fact]
    public static void WhatWasToBeSharedAndMustBeCopiedFindsRoomOrIsRefused()
    {
        using var disk = MountedDisk.OrSkip("tmpfs", 80);
        using var node = new BackedUpNode();
        node.WriteDatabase("a");
        File.WriteAllBytes(Path.Join(node.Data, "a/000000.ldb"), new byte[20 * 1024 * 1024]);
        File.SetLastWriteTimeUtc(Path.Join(node.Data, "a/000000.ldb"), DateTime.UtcNow.AddHours(-1));
        var tree = DataTree.Read(node.Data);
        var table = tree.Entries.Single(entry => entry.Path == "a/000000.ldb");
        var room = new SpaceReservation(disk.Folder, new SharingPlan(tree.Entries[0].Facts, Reflink: false, Link: true), promised: 0);

        var refused = Assert.Throws<RefusedException>(() => room.Claim(table, "Operation not permitted (errno 1)"));

        Assert.Contains("was to be shared with", refused.Message, StringComparison.Ordinal);
        Assert.Contains("must be copied (Operation not permitted (errno 1))", refused.Message, StringComparison.Ordinal);
        room.Claim(tree.Entries.Single(entry => entry.Path == "a/000001.ldb"), null);
    }
}
