using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Home;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>Which backup an upgrade has, and which home a backup belongs to.</summary>
public static class WhichBackupIsWhose
{
    [Fact]
    public static void AStampWithoutDataIsNoBackup()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = Directory.CreateDirectory(Path.Join(node.Home.Backups, "v2"));
        File.WriteAllText(Path.Join(node.Home.Backups, "v2/.keep"), "");

        Assert.False(node.Take().WasThere);
        Assert.Equal("1", File.ReadAllText(Path.Join(node.Place("v2"), "a")));
    }

    [Fact]
    public static void OneByHandUnderThePlansNameIsNotTheUpgrades()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "by hand");
        _ = new BackupCreateCommand(node.Home, node.Settings, node.Log, TextWriter.Null)
            .Run("v2", DateTimeOffset.UtcNow, null, TestContext.Current.CancellationToken);
        _ = node.Write("a", "at the upgrade");

        var taken = node.Take("v2");

        Assert.Equal(("v2-2", false), (taken.Name, taken.WasThere));
        Assert.Equal("at the upgrade", File.ReadAllText(Path.Join(node.Place("v2-2"), "a")));
        Assert.Equal("by hand", File.ReadAllText(Path.Join(node.Place("v2"), "a")));
        Assert.Equal(("v2-2", true), (node.Take("v2") is var again ? again.Name : "", again.WasThere));
        Assert.Equal("v2-2", node.Shelf.PlaceFor(BackedUpNode.Plan("v2")).Taken?.Folder.Name);
    }

    [Fact]
    public static void OneOfTheSamePlanAtAnotherHeightIsNotTheUpgrades()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take("v2");
        Assert.True(UpgradePlan.Create("v2", 200, "").IsOk(out var later, out _));

        Assert.Equal(("v2-2", null), (node.Shelf.PlaceFor(later).Folder.Name, node.Shelf.PlaceFor(later).Taken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public static void AHomeThatWasMovedKeepsItsBackups(bool sdk)
    {
        using var node = new BackedUpNode();
        node.Settings = sdk ? node.Settings with { Placing = new BackupPlacing.Sdk(node.Home.Path, new DateOnly(2026, 1, 5)) }
            : node.Settings;
        _ = node.Write("a", "1");
        _ = node.Take();
        _ = node.Write("a", "2");
        var moved = new DaemonHome($"{node.Home.Path}.moved", node.Home.DaemonName);
        Directory.Move(node.Home.Path, moved.Path);

        try
        {
            var placing = sdk ? new BackupPlacing.Sdk(moved.Path, new DateOnly(2026, 1, 5)) : node.Settings.Placing;
            var command = new BackupRestoreCommand(
                moved, node.Settings with { Source = moved.Data, Placing = placing }, node.Log, TextWriter.Null, _ => true);

            Assert.Equal(0, command.Run("v2", new RestoreOptions(), yes: true, null, TestContext.Current.CancellationToken));
            Assert.Equal("1", File.ReadAllText(Path.Join(moved.Data, "a")));
        }
        finally
        {
            Directory.Move(moved.Path, node.Home.Path);
        }
    }

    [Fact]
    public static void TwoHomesInOneFolderSeeTheirOwn()
    {
        using var one = new BackedUpNode();
        using var other = new BackedUpNode();
        using var shared = new BackedUpNode();
        one.Settings = one.Settings with { Placing = new BackupPlacing.Sdk(shared.Data, new DateOnly(2026, 1, 5)) };
        other.Settings = other.Settings with { Placing = one.Settings.Placing };
        _ = one.Take();
        _ = other.Take();

        Assert.Equal(["data-backup-2026-1-5"], one.Shelf.All().Select(backup => backup.Folder.Name));
        Assert.Equal(["data-backup-2026-1-5-v2"], other.Shelf.All().Select(backup => backup.Folder.Name));
    }

    [Fact]
    public static void ARemovalTakesNothingThatIsNotOurs()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = Directory.CreateDirectory(node.Place("v1"));
        File.WriteAllText(Path.Join(node.Place("v1"), "theirs"), "");
        _ = node.Take("v1");
        _ = node.Take("v2");
        var genesis = Path.Join(node.Home.Backups, "v1/genesis.json");
        File.WriteAllText(genesis, "{}");

        Assert.Equal(["v1"], new OldBackups(node.Shelf, node.Log).Remove(1));

        Assert.True(File.Exists(Path.Join(node.Home.Backups, "v1/data.incomplete-1/theirs")));
        Assert.True(File.Exists(genesis));
        Assert.Equal(["data.incomplete-1", "genesis.json"], Directory.EnumerateFileSystemEntries(Path.Join(node.Home.Backups, "v1"))
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void ARemovalThatWasKilledLeavesNothingThatCountsAsABackup()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take("v2");
        var folder = node.Shelf.PlaceFor(BackedUpNode.Plan("v2")).Folder;

        // As after each of its steps: the stamp goes, the data gets its other name, the manifest goes.
        File.Delete(folder.Stamp!);
        Assert.True(node.Take("v2").WasThere);
        Assert.True(File.Exists(folder.Stamp));

        File.Delete(folder.Stamp!);
        Directory.Move(folder.Data, folder.Removing);
        node.Shelf.RemoveLeftovers(node.Log);
        Assert.False(Directory.Exists(folder.Parent));
        Assert.False(node.Take("v2").WasThere);
    }
}
