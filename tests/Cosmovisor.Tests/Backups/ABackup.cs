using Cosmovisor.Backups;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class ABackup
{
    [Fact]
    public static void OfTheClassicContractIsStampedWhenWholeAndHasAManifest()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");

        var taken = node.Take("v2");

        Assert.Equal(Seen.Of(node.Data), Seen.Of(node.Place("v2")));
        Assert.Equal(node.Place("v2"), taken.Path);
        Assert.Equal([".keep", "data", "manifest.jsonl"], Names(node.Home.Backups + "/v2"));
        Assert.True(ManifestFile.Read(Path.Join(node.Home.Backups, "v2/manifest.jsonl")).IsOk(out var manifest, out var wrong), wrong);
        Assert.Equal(
            ("v2", 100, node.Data, "genesis"),
            (manifest.Header.Plan, manifest.Header.Height, manifest.Header.Source, manifest.Header.Current));
        Assert.Empty(BackupCheck.Facts(manifest, DataTree.Read(taken.Path)));
    }

    [Fact]
    public static async Task IsNotTakenWhereNoneIsConfigured()
    {
        using var node = new BackedUpNode();
        node.Settings = new BackupSettings();

        Assert.Null(await node.Backup.TakeAsync(BackedUpNode.Plan("v2"), null, TestContext.Current.CancellationToken));
        node.Backup.EnsurePossible(BackedUpNode.Plan("v2"));
        Assert.False(Directory.Exists(node.Home.Backups));
    }

    [Fact]
    public static void IsNeverTakenTwiceOnceItHasItsStamp()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "old");
        _ = node.Take();
        _ = node.Write("a", "new");

        var again = node.Take();

        Assert.True(again.WasThere);
        Assert.Equal("old", File.ReadAllText(Path.Join(node.Place("v2"), "a")));
    }

    [Fact]
    public static void ThatLacksOnlyItsStampGetsIt()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "old");
        _ = node.Take();
        File.Delete(Path.Join(node.Home.Backups, "v2/.keep"));

        Assert.True(node.Take().WasThere);
        Assert.True(File.Exists(Path.Join(node.Home.Backups, "v2/.keep")));
    }

    [Fact]
    public static void OfAnotherToolWithItsStampIsRespected()
    {
        using var node = new BackedUpNode();
        _ = Directory.CreateDirectory(node.Place("v2"));
        File.WriteAllText(Path.Join(node.Home.Backups, "v2/.keep"), "");

        Assert.True(node.Take().WasThere);
        Assert.Equal("foreign", Assert.Single(node.Shelf.All()).State);
    }

    [Fact]
    public static void OfAnotherToolWithoutItsStampIsKeptAsideAndSaid()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "now");
        _ = Directory.CreateDirectory(node.Place("v2"));
        File.WriteAllText(Path.Join(node.Place("v2"), "half"), "");

        Assert.False(node.Take().WasThere);
        Assert.True(File.Exists(Path.Join(node.Home.Backups, "v2/data.incomplete-1/half")));
        Assert.Contains("data.incomplete-1", node.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfTheSdkContractIsNamedByTheDayAndThenByThePlan()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(node.Home.Path, new DateOnly(2026, 1, 5)) };

        Assert.Equal("data-backup-2026-1-5", node.Take("v2").Name);
        Assert.Equal("data-backup-2026-1-5-v3", node.Take("v3").Name);
        Assert.True(node.Take("v2").WasThere);
        Assert.True(node.Take("v3").WasThere);
        Assert.Equal(["data-backup-2026-1-5", "data-backup-2026-1-5-v3"], node.Shelf.All().Select(backup => backup.Folder.Name));
    }

    [Fact]
    public static void OfTheSdkContractIsNotTakenAgainForTheSamePlanOnAnotherDay()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(node.Home.Path, new DateOnly(2026, 1, 5)) };
        _ = node.Take("v2");
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(node.Home.Path, new DateOnly(2026, 1, 6)) };

        Assert.True(node.Take("v2") is { WasThere: true, Name: "data-backup-2026-1-5" });
        Assert.Equal("data-backup-2026-1-6", node.Take("v3").Name);
    }

    [Fact]
    public static void OfTheSdkContractIsNamedByTheDayOnWhichItIsTaken()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(node.Home.Path) };
        var before = DateTime.Now;

        var name = node.Take("v2").Name;

        Assert.Contains(name, new[] { before, DateTime.Now }.Select(day => $"data-backup-{day.Year}-{day.Month}-{day.Day}"));
    }

    [Fact]
    public static void NeverGoesOverOneThatAnotherHomeOrToolMadeOnTheSameDay()
    {
        using var shelf = new BackedUpNode();
        using var one = new BackedUpNode();
        using var other = new BackedUpNode();
        one.Settings = one.Settings with { Placing = new BackupPlacing.Sdk(shelf.Home.Path, new DateOnly(2026, 1, 5)) };
        other.Settings = other.Settings with { Placing = one.Settings.Placing };
        _ = Directory.CreateDirectory(Path.Join(shelf.Home.Path, "data-backup-2026-1-5"));

        Assert.Equal("data-backup-2026-1-5-v2", one.Take("v2").Name);
        Assert.Equal("data-backup-2026-1-5-v2-2", other.Take("v2").Name);
        Assert.DoesNotContain(one.Shelf.All(), backup => backup.Folder.Name == "data-backup-2026-1-5-v2-2");
    }

    [Fact]
    public static void ThatAnotherHomeIsJustMakingIsLeftAlone()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(node.Home.Path, new DateOnly(2026, 1, 5)) };
        var taking = Directory.CreateDirectory(Path.Join(node.Home.Path, ".data-backup-2026-1-5.taking")).FullName;
        using var theirs = LockOwners.TryTake(taking);

        Assert.Equal("data-backup-2026-1-5-v2", node.Take("v2").Name);
        Assert.True(Directory.Exists(taking));
    }

    [Fact]
    public static void SharesWhatADatabaseNeverWritesAgainAndCopiesTheRest()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        node.Settings = node.Settings with { Mode = BackupMode.HardLink };

        _ = node.Take();

        foreach (var file in Directory.GetFiles(Path.Join(node.Data, "application.db")).Select(path => Path.GetFileName(path)))
        {
            var same = FileFacts.Of(Path.Join(node.Data, "application.db", file))!.Value.Inode == FileFacts.Of(
                Path.Join(node.Place("v2"), "application.db", file))!.Value.Inode;
            Assert.Equal(file is "000001.ldb" or "000002.ldb" or "000003.ldb", same);
        }
    }

    [Fact]
    public static void ByCopySharesNothing()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        node.Settings = node.Settings with { Mode = BackupMode.Copy };

        _ = node.Take();

        Assert.All(
            Directory.GetFiles(node.Place("v2"), "*", SearchOption.AllDirectories),
            file => Assert.Equal(1u, FileFacts.Of(file)!.Value.Links));
    }

    [Fact]
    public static void IsTakenOfFilesThatOthersHaveLocked()
    {
        using var node = new BackedUpNode();
        var file = node.Write("application.db/LOCK", "x");
        using var held = LockOwners.TryTake(file);

        Assert.NotNull(held);
        _ = node.Take();
        Assert.Equal("x", File.ReadAllText(Path.Join(node.Place("v2"), "application.db/LOCK")));
    }

    [Fact]
    public static void FollowsADataFolderThatIsALink()
    {
        using var node = new BackedUpNode();
        using var disk = new BackedUpNode();
        _ = disk.Write("a", "1");
        Directory.Delete(node.Data);
        _ = File.CreateSymbolicLink(node.Data, disk.Data);

        _ = node.Take();

        Assert.Equal("1", File.ReadAllText(Path.Join(node.Place("v2"), "a")));
    }

    [Fact]
    public static async Task LeavesOnlyATemporaryFolderWhenCancelledAndTheNextRemovesIt()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        using var stop = new CancellationTokenSource();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => node.Backup.TakeAsync(BackedUpNode.Plan("v2"), At.TheEnd(stop.Cancel), stop.Token));
        Assert.Equal([".data.taking"], Names(Path.Join(node.Home.Backups, "v2")));

        _ = node.Take();
        Assert.Contains("removing what an interrupted backup has left", node.Log.Text, StringComparison.Ordinal);
        Assert.Equal([".keep", "data", "manifest.jsonl"], Names(Path.Join(node.Home.Backups, "v2")));
    }

    [Fact]
    public static void TellsHowFarItIs()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "12345");
        BackupProgress? last = null;

        _ = node.Take("v2", new Reported(progress => last = progress));

        Assert.Equal((1, 1, 5, 5), (last!.Files, last.FilesInAll, last.Bytes, last.BytesInAll));
    }

    [Fact]
    public static void WhoseManifestCannotBeWrittenLeavesNothing()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = Directory.CreateDirectory(Path.Join(node.Home.Backups, "v2/manifest.jsonl"));

        Assert.Contains("No backup was kept", Assert.Throws<RefusedException>(() => node.Take()).Message, StringComparison.Ordinal);

        Assert.Equal(["manifest.jsonl"], Names(Path.Join(node.Home.Backups, "v2")));
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private sealed class Reported(Action<BackupProgress> report) : IProgress<BackupProgress>
    {
        public void Report(BackupProgress value) => report(value);
    }
}
