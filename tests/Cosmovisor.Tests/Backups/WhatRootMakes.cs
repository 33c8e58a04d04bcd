using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>A node that runs as a user of its own goes on with what root made in its home.</summary>
public static class WhatRootMakes
{
    private const uint Node = 1234;

    [Fact]
    public static void InAHomeBelongsToTheOwnerOfTheHome()
    {
        using var node = new BackedUpNode();
        GiveAway(node.Home.Path);
        _ = node.Write("file", "1");

        _ = node.Take();
        using (HomeLock.TryTake(node.Home, Contract.Classic, isNode: true)) { }
        using (var log = new FileLog(node.Home.Log, TimeProvider.System))
        {
            log.Info("line");
        }

        new CurrentLink(node.Home).SwitchTo("upgrades/v2");
        AtomicFile.Write(node.Home.History, ["line"]);

        var others = SystemTool.End(
            "find", node.Home.Root, "!", "-path", "*/data/*", "!", "-uid", Node.ToString(CultureInfo.InvariantCulture)).Says;
        Assert.Equal("", others);
        Assert.Equal((0u, 0u), OwnerOf(Path.Join(node.Place("v2"), "file")));
    }

    [Fact]
    public static void InAFolderOfBackupsBelongsToTheOwnerOfThatFolder()
    {
        using var node = new BackedUpNode();
        using var place = new BackedUpNode();
        GiveAway(place.Data);
        node.Settings =
            node.Settings with { Placing = new BackupPlacing.Sdk(Path.Join(place.Data, "deeper/still"), new DateOnly(2026, 1, 5)) };

        var taken = node.Take();

        Assert.Equal((Node, Node), OwnerOf(Path.Join(place.Data, "deeper")));
        Assert.Equal((Node, Node), OwnerOf($"{taken.Path}.manifest.jsonl"));
    }

    [Fact]
    public static void IsNeverAFileThatOnlyHasANameThere()
    {
        using var node = new BackedUpNode();
        using var elsewhere = new BackedUpNode();
        GiveAway(node.Home.Root);
        var secret = elsewhere.Write("secret", "1");
        _ = File.CreateSymbolicLink(node.Home.Lock, secret);
        Assert.Equal(0, CloneCalls.Link(secret, node.Home.Log));

        _ = Assert.Throws<RefusedException>(() => HomeLock.TryTake(node.Home, Contract.Classic, isNode: true));
        Ownership.Gets(node.Home.Log);

        Assert.Equal((0u, 0u), OwnerOf(secret));
    }

    [Fact]
    public static void IsNeverWrittenThroughALinkOfAnothers()
    {
        using var node = new BackedUpNode();
        using var elsewhere = new BackedUpNode();
        var secret = elsewhere.Write("secret", "1");
        _ = File.CreateSymbolicLink(node.Home.Lock, secret);
        _ = File.CreateSymbolicLink(node.Home.Log, secret);
        GiveAway(node.Home.Root);
        Assert.True(SystemTool.Works("chown", "-h", $"{Node}", node.Home.Lock, node.Home.Log));

        _ = Assert.Throws<RefusedException>(() => HomeLock.TryTake(node.Home, Contract.Classic, isNode: true));
        _ = Assert.ThrowsAny<IOException>(() => Cosmovisor.Linux.LockOwners.TryTakeFile(node.Home.Lock));
        using (var log = new FileLog(node.Home.Log, TimeProvider.System))
        {
            log.Info("line");
        }

        Assert.Equal("1", File.ReadAllText(secret));
    }

    [Fact]
    public static void FollowsALinkThatRootHasMade()
    {
        using var node = new BackedUpNode();
        var elsewhere = Path.Join(node.Home.Path, "elsewhere.log");
        _ = File.CreateSymbolicLink(node.Home.Log, "../elsewhere.log");

        using (var log = new FileLog(node.Home.Log, TimeProvider.System))
        {
            log.Info("line");
        }

        Assert.EndsWith("line\n", File.ReadAllText(elsewhere), StringComparison.Ordinal);
    }

    [Fact]
    public static void IsWritableByNobodyElseWhateverTheUmask()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("a");
        _ = SystemTool.End("sh", "-c", $"umask 0; exec '{KilledRun.Victim}' take '{node.Home.Path}' copy 0");

        Assert.True(File.Exists(Path.Join(node.Home.Backups, "v2/.keep")));
        Assert.Equal("", SystemTool.End("find", node.Home.Backups, "-perm", "/022").Says);
    }

    private static void GiveAway(string path) =>
        Assert.SkipUnless(
            Environment.UserName == "root" && SystemTool.Works("chown", "-R", $"{Node}:{Node}", path), "giving files away needs root");

    private static (uint User, uint Group) OwnerOf(string path) => (FileFacts.Of(path)!.Value.User, FileFacts.Of(path)!.Value.Group);
}
