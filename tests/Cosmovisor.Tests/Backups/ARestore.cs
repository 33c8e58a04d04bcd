using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class ARestore
{
    [Fact]
    public static void BringsBackTheDataAndTheVersionAndKeepsWhatWasThere()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        _ = node.Take();
        var before = Seen.Of(node.Data);
        node.Point("upgrades/v2");
        _ = node.Write("application.db/000005.ldb", "new");
        File.Delete(Path.Join(node.Data, "application.db/000001.ldb"));
        var after = Seen.Of(node.Data);

        var done = node.Restore();

        Assert.Equal(before, Seen.Of(node.Data));
        Assert.Equal(before, Seen.Of(node.Place("v2")));
        Assert.Equal(after, Seen.Of(done.Aside!));
        Assert.Equal("genesis", new FileInfo(node.Home.Current).LinkTarget);
        Assert.False(File.Exists(node.Home.RestoreRecord));
        Assert.Null(RestoreSwap.Unfinished(node.Home));
    }

    [Fact]
    public static void KeepsEveryOldData()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take();

        Assert.Equal($"{node.Data}.before-restore", node.Restore().Aside);
        Assert.Equal($"{node.Data}.before-restore-2", node.Restore().Aside);
    }

    [Fact]
    public static void WorksWhenTheDataIsGone()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take();
        Directory.Delete(node.Data, recursive: true);

        var done = node.Restore();

        Assert.Equal("1", node.Text("a"));
        Assert.Null(done.Aside);
    }

    [Fact]
    public static void LeavesTheBackupAloneWhateverTheNodeDoesNext()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        _ = node.Take();
        var before = Seen.Of(node.Place("v2"));
        _ = node.Restore();

        // What a database does: append to logs and manifests, remove tables, write new ones over numbers that are free.
        File.AppendAllText(Path.Join(node.Data, "application.db/MANIFEST-000098"), "more");
        File.AppendAllText(Path.Join(node.Data, "application.db/000099.log"), "more");
        File.WriteAllText(Path.Join(node.Data, "application.db/000004.ldb"), "the newest, opened with O_TRUNC");
        File.Delete(Path.Join(node.Data, "application.db/000001.ldb"));
        File.WriteAllText(Path.Join(node.Data, "application.db/CURRENT"), "other");

        Assert.Equal(before, Seen.Of(node.Place("v2")));
    }

    [Theory]
    [InlineData(BackupMode.Copy, false)] // copied into the backup, and linked out of it
    [InlineData(BackupMode.Auto, true)] // shared both ways, and read by verify --deep
    internal static void RefusesContentThatIsNotAsItWasWrittenDown(BackupMode mode, bool deep)
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        node.Settings = node.Settings with { Mode = mode };
        _ = node.Take();
        Assert.Equal(
            0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null).Run("v2", deep, TestContext.Current.CancellationToken));
        Damaged.File(Path.Join(node.Place("v2"), "application.db/000001.ldb"));
        var before = Seen.Of(node.Data);

        var refused = Assert.Throws<RefusedException>(() => node.Restore());

        Assert.Contains("application.db/000001.ldb has other content", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Seen.Of(node.Data));
        Assert.False(Directory.Exists($"{node.Data}.restoring"));
        Assert.Null(RestoreSwap.Unfinished(node.Home));
    }

    [Fact]
    public static void ThatTheKernelRefusesLeavesTheDataAndNothingToFinish()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take();
        Assert.SkipUnless(
            Environment.UserName == "root" && SystemTool.Works("chattr", "+i", node.Data),
            "only root can make a folder immutable, where the file system knows that");

        try
        {
            Assert.Contains(
                $"{node.Data} is as it was", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
            Assert.Null(RestoreSwap.Unfinished(node.Home));
        }
        finally
        {
            Assert.True(SystemTool.Works("chattr", "-i", node.Data));
        }

        Assert.Equal("1", File.ReadAllText(Path.Join(node.Restore().Data, "a")));
    }

    [Fact]
    public static void RefusesDataWithAMountInside()
    {
        using var node = new BackedUpNode();
        var mounted = Path.Join(node.Data, "on its own");
        _ = Directory.CreateDirectory(mounted);
        _ = node.Take();
        Assert.SkipUnless(
            Environment.UserName == "root" && SystemTool.Works("mount", "-t", "tmpfs", "none", mounted), "mounting is not permitted");

        try
        {
            Assert.Contains($"{mounted}, in the data folder, is a mount point",
                Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
        }
        finally
        {
            Assert.True(SystemTool.Works("umount", mounted));
        }
    }

    [Fact]
    public static void OfABackupThatWasChangedIsRefusedByName()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take();
        Damaged.File(Path.Join(node.Place("v2"), "a"));

        Assert.Contains("a has other content", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
        Assert.Equal("1", node.Text("a"));
        Assert.False(Directory.Exists($"{node.Data}.restoring"));
    }

    [Fact]
    public static void OfABackupThatLostAFileIsRefusedByName()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take();
        File.Delete(Path.Join(node.Place("v2"), "a"));

        Assert.Contains("a is missing", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfABackupThatWasMovedToAnotherDiskAndBackWorks()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        _ = node.Take();
        var before = Seen.Of(node.Data);
        Assert.True(SystemTool.Works("cp", "-a", node.Place("v2"), node.Place("v2") + ".moved"));
        WholeTree.Remove(node.Place("v2"));
        Directory.Move(node.Place("v2") + ".moved", node.Place("v2"));
        File.Delete(Path.Join(node.Data, "application.db/000001.ldb"));

        _ = node.Restore();

        Assert.Equal(before, Seen.Of(node.Data));
    }

    [Fact]
    public static void IsRefusedWhenItsVersionIsGone()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take();
        Directory.Delete(node.Home.GenesisFolder);

        Assert.Contains("is not there", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfAMountPointIsRefused()
    {
        using var disk = MountedDisk.OrSkip("tmpfs", 4);
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take();
        Assert.True(SystemTool.Works("mount", "--bind", disk.Folder, node.Data));

        try
        {
            Assert.Contains("mount point", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
        }
        finally
        {
            _ = SystemTool.End("umount", node.Data);
        }
    }

    [Fact]
    public static void OfAnotherToolsBackupWorksAndLeavesCurrentAlone()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "now");
        _ = Directory.CreateDirectory(node.Place("v1"));
        File.WriteAllText(Path.Join(node.Place("v1"), "a"), "then");
        File.WriteAllText(Path.Join(node.Home.Backups, "v1/.keep"), "");
        node.Point("upgrades/v2");

        Assert.Null(node.Restore("v1").Current);
        Assert.Equal("then", node.Text("a"));
        Assert.Equal("upgrades/v2", new FileInfo(node.Home.Current).LinkTarget);
    }

    [Fact]
    public static void OfAnUnfinishedBackupIsRefused()
    {
        using var node = new BackedUpNode();
        _ = Directory.CreateDirectory(node.Place("v1"));

        Assert.Contains("not a whole backup", Assert.Throws<RefusedException>(() => node.Restore("v1")).Message, StringComparison.Ordinal);
    }
}
