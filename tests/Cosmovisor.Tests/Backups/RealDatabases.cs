using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// The proof of <see cref="CloneRule"/>: real databases write, compact and grow on after the backup, which stays as it was, key by key.
/// </summary>
public static class RealDatabases
{
    public static TheoryData<string, string?, string> EveryStoreDiskAndMode()
    {
        var all = new TheoryData<string, string?, string>();

        foreach (var store in new[] { "leveldb", "rocksdb" })
        {
            foreach (var (disk, modes) in new (string?, BackupMode[])[]
            {
                (null, [BackupMode.Auto, BackupMode.Copy, BackupMode.HardLink]),
                ("xfs", [BackupMode.Auto, BackupMode.Reflink, BackupMode.HardLink]),
                ("btrfs", [BackupMode.Reflink])
            })
            {
                foreach (var mode in modes)
                {
                    all.Add(store, disk, BackupModes.Text(mode));
                }
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(EveryStoreDiskAndMode))]
    public static void ComeBackKeyByKeyAfterEverythingWasRewritten(string store, string? disk, string mode)
    {
        using var mounted = disk is null ? null : MountedDisk.OrSkip(disk, 400);
        using var node = new BackedUpNode(mounted?.Folder);
        node.Settings = node.Settings with { Mode = Mode(mode) };
        var folder = Path.Join(node.Data, "application.db");
        Dictionary<string, string> old;

        using (var database = KeyValueStore.OpenOrSkip(store, folder))
        {
            Fill(database, "old", 4000);
            database.Compact();
            Fill(database, "old", 4500); // the end of it still in the log
            old = database.All();
        }

        _ = node.Take();
        Assert.True(ManifestFile.Read(Path.Join(node.Home.Backups, "v2/manifest.jsonl")).IsOk(out var manifest, out _));
        Assert.True(
            Mode(mode) == BackupMode.Copy || manifest.Entries.Any(entry => entry.Way is CloneWay.HardLink or CloneWay.Reflink),
            "nothing was shared, so this proves nothing");

        // "The new binary": other values everywhere, every table rewritten, twice, over several opens.
        for (var round = 0; round < 2; round++)
        {
            using var database = KeyValueStore.OpenOrSkip(store, folder);
            Fill(database, $"new{round}", 5000);
            database.Compact();
        }

        Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
            .Run("v2", deep: true, TestContext.Current.CancellationToken));
        _ = node.Restore();

        // The restored one is written too: what it shares with the backup must bear that as well.
        using (var database = KeyValueStore.OpenOrSkip(store, folder))
        {
            Assert.Equal(old, database.All());
            Fill(database, "again", 5000);
            database.Compact();
        }

        Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
            .Run("v2", deep: true, TestContext.Current.CancellationToken));
        _ = node.Restore();

        using (var database = KeyValueStore.OpenOrSkip(store, folder))
        {
            Assert.Equal(old, database.All());
        }
    }

    private static BackupMode Mode(string text) => BackupModes.Parse(text).IsOk(out var mode, out var wrong) ? mode
        : throw new InvalidOperationException(wrong);

    private static void Fill(KeyValueStore database, string what, int keys)
    {
        for (var key = 0; key < keys; key++)
        {
            // Long and unlike each other, so that there are many tables.
            database.Put(key.ToString("D6", CultureInfo.InvariantCulture), string.Concat(Enumerable.Range(0, 12)
                .Select(part => (key * 7919L * (part + 3)).GetHashCode().ToString("x8", CultureInfo.InvariantCulture) + what)));
        }
    }
}
