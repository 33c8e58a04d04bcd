using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class ABackupIsRefused
{
    [Fact]
    public static void WhenThereIsNothingToBackUp()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Source = Path.Join(node.Home.Path, "elsewhere") };

        Refused(node, "elsewhere is not there");
    }

    [Fact]
    public static void WhenTheSourceIsAFile()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Source = node.Write("a", "") };

        Refused(node, "is not a folder");
    }

    [Fact]
    public static void WhenItWouldGoIntoItself()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Source = node.Home.Path };

        Refused(node, "inside the folder that is backed up");
    }

    [Fact]
    public static void WhenItWouldGoIntoItselfThroughALink()
    {
        using var node = new BackedUpNode();
        var link = Path.Join(node.Home.Path, "link");
        _ = File.CreateSymbolicLink(link, node.Data);
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(Path.Join(link, "backups"), new DateOnly(2026, 1, 5)) };

        Refused(node, "inside the folder that is backed up");
    }

    [Fact]
    public static void WhenReflinksAreDemandedWhereThereAreNone()
    {
        using var node = new BackedUpNode("/dev/shm");
        _ = node.Write("a", "1");
        node.Settings = node.Settings with { Mode = BackupMode.Reflink };

        Refused(node, "COSMOVISOR_BACKUP_MODE=auto");
    }

    [Fact]
    public static void WhenHardLinksAreDemandedAcrossFileSystems()
    {
        using var node = new BackedUpNode();
        using var memory = new BackedUpNode("/dev/shm");
        node.Settings =
            node.Settings with { Mode = BackupMode.HardLink, Placing = new BackupPlacing.Sdk(memory.Home.Path, new DateOnly(2026, 1, 5)) };

        Refused(node, "different file systems");
    }

    [Fact]
    public static void WhenThereIsNoRoomWithTheFigures()
    {
        using var disk = MountedDisk.OrSkip("tmpfs", 8);
        using var node = new BackedUpNode();
        _ = node.Write("a", new string('x', 100_000));
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk(disk.Folder, new DateOnly(2026, 1, 5)) };

        Refused(node, "(8388608 bytes) are free");
    }

    [Fact]
    public static void WhenThePlaceCannotBeWritten()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Placing = new BackupPlacing.Sdk("/proc/backups", new DateOnly(2026, 1, 5)) };

        Refused(node, "/proc");
    }

    [Fact]
    public static void WhenAFileIsWrittenMeanwhileByName() =>
        Disturbed("a/000001.ldb was written", node => File.AppendAllText(Path.Join(node.Data, "a/000001.ldb"), "more"));

    [Fact]
    public static void WhenAFileIsReplacedMeanwhileByName() => Disturbed("a/CURRENT was written", node =>
    {
        var (file, next) = (Path.Join(node.Data, "a/CURRENT"), Path.Join(node.Data, "a/CURRENT.next"));
        File.Copy(file, next);
        File.SetLastWriteTimeUtc(next, File.GetLastWriteTimeUtc(file));
        File.Move(next, file, overwrite: true);
    });

    [Fact]
    public static void WhenAFileVanishesMeanwhileByName() =>
        Disturbed("a/000099.log is gone", node => File.Delete(Path.Join(node.Data, "a/000099.log")));

    [Fact]
    public static void WhenAFileComesMeanwhile() => Disturbed("files came to or left a", node => node.Write("a/000100.ldb", ""));

    private static void Disturbed(string says, Action<BackedUpNode> disturb)
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("a");

        var refused = Assert.Throws<RefusedException>(() => node.Take("v2", At.TheEnd(() => disturb(node))));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Join(node.Home.Backups, "v2")));
    }

    // Both by the check while the node still runs and by the backup itself.
    private static void Refused(BackedUpNode node, string says)
    {
        var before = Seen.Of(node.Home.Path);

        Assert.Contains(says, Assert.Throws<RefusedException>(() => node.Backup.EnsurePossible(BackedUpNode.Plan("v2"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(Names(before), Names(Seen.Of(node.Home.Path)));
        Assert.Contains(says, Assert.Throws<RefusedException>(() => node.Take()).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(string seen) => seen.Split('\n').Select(line => line.Split('|')[0]);
}
