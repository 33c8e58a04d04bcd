using Cosmovisor.Backups;
using Cosmovisor.Tests.Staging;
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
        Assert.Equal(0, new BackupVerify(node.Home, node.Settings, TextWriter.Null).Run("v2", deep, TestContext.Current.CancellationToken));
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
        Assert.SkipUnless(Environment.UserName == "root" && Tool.TryRun("chattr", "+i", node.Data), "only root can make a folder immutable, where the file system knows that");

        try
        {
            Assert.Contains($"{node.Data} is as it was", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
            Assert.Null(RestoreSwap.Unfinished(node.Home));
        }
        finally
        {
            Assert.True(Tool.TryRun("chattr", "-i", node.Data));
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
        Assert.SkipUnless(Environment.UserName == "root" && Tool.TryRun("mount", "-t", "tmpfs", "none", mounted), "mounting is not permitted");

        try
        {
            Assert.Contains($"{mounted}, in the data folder, is a mount point", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
        }
        finally
        {
            Assert.True(Tool.TryRun("umount", mounted));
        }
    }

    [Fact]
    public static void KeepsTheNewerSignStateWhereTheNodeKeepsIt()
    {
        using var node = new BackedUpNode();
        _ = node.Write("signer/state.json", State("100", 0, 3));
        _ = node.Take();
        _ = node.Write("signer/state.json", State("200", 0, 3));

        _ = node.Restore(options: new RestoreOptions(SignStateFile: "signer/state.json"));

        Assert.Equal(State("200", 0, 3), node.Text("signer/state.json"));
    }

    [Theory]
    [InlineData("100", 0, 3, "200", 0, 1, "200")]
    [InlineData("100", 0, 3, "100", 1, 0, "100")]
    [InlineData("100", 0, 1, "100", 0, 3, "100")]
    [InlineData("100", 0, 3, "50", 0, 3, "100")]
    public static void KeepsTheSignStateThatHasSignedFurthest(string oldHeight, int oldRound, int oldStep, string nowHeight, int nowRound, int nowStep, string expected)
    {
        using var node = new BackedUpNode();
        _ = node.Write(SignState.FileName, State(oldHeight, oldRound, oldStep));
        _ = node.Take();
        _ = node.Write(SignState.FileName, State(nowHeight, nowRound, nowStep));

        var done = node.Restore();

        var further = long.Parse(nowHeight) > long.Parse(oldHeight) || (nowHeight == oldHeight && (nowRound, nowStep).CompareTo((oldRound, oldStep)) > 0);
        Assert.Equal(further ? State(nowHeight, nowRound, nowStep) : State(oldHeight, oldRound, oldStep), node.Text(SignState.FileName));
        Assert.Contains($"height {expected}", done.SignState, StringComparison.Ordinal);
        Assert.Equal(State(oldHeight, oldRound, oldStep), File.ReadAllText(Path.Join(node.Place("v2"), SignState.FileName)));
    }

    [Fact]
    public static void TakesTheBackupsSignStateOnlyWhenTold()
    {
        using var node = new BackedUpNode();
        _ = node.Write(SignState.FileName, State("100", 0, 3));
        _ = node.Take();
        _ = node.Write(SignState.FileName, State("200", 0, 3));

        _ = node.Restore("v2", new RestoreOptions(OldSignState: true));

        Assert.Equal(State("100", 0, 3), node.Text(SignState.FileName));
    }

    [Theory]
    [InlineData(null, "is not there")]
    [InlineData("{\"height\":\"x\"}", "cannot be read")]
    public static void IsRefusedWhenNobodyCanTellWhatWasSigned(string? now, string says)
    {
        using var node = new BackedUpNode();
        _ = node.Write(SignState.FileName, State("100", 0, 3));
        _ = node.Take();
        File.Delete(Path.Join(node.Data, SignState.FileName));
        _ = now is null ? "" : node.Write(SignState.FileName, now);
        var before = Seen.Of(node.Data);

        var refused = Assert.Throws<RefusedException>(() => node.Restore());

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--unsafe-old-sign-state", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Seen.Of(node.Data));
        Assert.False(Directory.Exists($"{node.Data}.restoring"));
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
        Assert.True(MountedDisk.Run("cp", "-a", node.Place("v2"), node.Place("v2") + ".moved").Worked);
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
        Assert.True(MountedDisk.Run("mount", "--bind", disk.Folder, node.Data).Worked);

        try
        {
            Assert.Contains("mount point", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
        }
        finally
        {
            _ = MountedDisk.Run("umount", node.Data);
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

    [Fact]
    public static void KeepsTheContentOfASignStateThatIsALink()
    {
        using var node = new BackedUpNode();
        using var disk = new BackedUpNode();
        _ = node.Write(SignState.FileName, State("100", 0, 3));
        _ = node.Take();
        File.Delete(Path.Join(node.Data, SignState.FileName));
        _ = File.CreateSymbolicLink(Path.Join(node.Data, SignState.FileName), disk.Write("state.json", State("200", 0, 3)));

        _ = node.Restore();

        Assert.Equal(State("200", 0, 3), node.Text(SignState.FileName));
    }

    private static string State(string height, int round, int step) => $$"""{"height":"{{height}}","round":{{round}},"step":{{step}}}""";
}
