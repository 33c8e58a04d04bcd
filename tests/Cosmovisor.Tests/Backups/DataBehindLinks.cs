using Cosmovisor.Backups;
using Cosmovisor.Home;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A database on another disk, to which a link in the data folder leads.</summary>
public static class DataBehindLinks
{
    [Fact]
    public static void MakesABackupHalfAndARestoreRefusesIt()
    {
        using var disk = new BackedUpNode();
        using var node = Node(disk);
        _ = node.Take();
        _ = node.Write("blockstore.db/1.log", "new");

        var refused = Assert.Throws<RefusedException>(() => node.Restore());

        Assert.Equal("half", node.Shelf.Find("v2")!.State);
        Assert.Contains($"the backup is incomplete: the node keeps data in {disk.Data}", node.Log.Text, StringComparison.Ordinal);
        Assert.Contains($"it has no databases of {disk.Data}", refused.Message, StringComparison.Ordinal);
        Assert.Equal("new", node.Text("blockstore.db/1.log"));
        _ = node.Restore(options: new RestoreOptions { Half = true });
        Assert.Equal("old", node.Text("blockstore.db/1.log"));
    }

    [Fact]
    public static void IsMissedInABackupOfAnotherToolToo()
    {
        using var disk = new BackedUpNode();
        using var node = Node(disk);
        _ = node.Take();
        File.Delete(Path.Join(node.Home.Backups, "v2/manifest.jsonl"));

        Assert.Contains("\"v2\" is incomplete", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists($"{node.Data}.restoring"));
    }

    [Fact]
    public static void IsNoneWhereTheLinkLeadsBackIntoTheDataOrAboveIt()
    {
        using var node = new BackedUpNode();
        _ = node.Write("blockstore.db/1.log", "old");
        _ = Directory.CreateSymbolicLink(Path.Join(node.Home.Path, "alias"), node.Data);
        _ = Directory.CreateSymbolicLink(Path.Join(node.Data, "application.db"), Path.Join(node.Home.Path, "alias/blockstore.db"));
        _ = Directory.CreateSymbolicLink(Path.Join(node.Data, "up"), "..");

        _ = node.Take();

        Assert.Equal("whole", node.Shelf.Find("v2")!.State);
    }

    [Fact]
    public static void IsLookedAtForWhatWasWritten()
    {
        using var disk = new BackedUpNode();
        using var node = Node(disk);
        var file = disk.Write("000001.log", "block 1");
        var data = NodeData.Read(new NodeFolders(node.Home.Path, node.Data));
        var since = new DateTimeOffset(File.GetLastWriteTimeUtc(file)).AddMinutes(1);
        Assert.Empty(data.Changes());
        Assert.Null(data.FirstWrittenAfter(since));

        File.AppendAllText(file, "block 2");
        File.SetLastWriteTimeUtc(file, since.UtcDateTime.AddMinutes(1));

        Assert.Equal($"000001.log was written ({disk.Data})", Assert.Single(data.Changes()));
        Assert.Equal(file, NodeData.Read(new NodeFolders(node.Home.Path, node.Data)).FirstWrittenAfter(since));
    }

    private static BackedUpNode Node(BackedUpNode disk)
    {
        var node = new BackedUpNode();
        _ = node.Write("blockstore.db/1.log", "old");
        _ = Directory.CreateSymbolicLink(Path.Join(node.Data, "application.db"), disk.Data);
        return node;
    }
}
