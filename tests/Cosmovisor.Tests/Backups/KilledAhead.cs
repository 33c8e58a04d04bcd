using Cosmovisor.Backups;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// kill -9 of a round of the backup ahead, anywhere: no half backup, no half copy that is believed, no room that is lost.
/// </summary>
public static class KilledAhead
{
    [Theory]
    [InlineData("rename,mkdir,unlink,syncfs,flock", 1)]
    [InlineData("pwrite64,write,ftruncate,utimensat", 5)]
    [InlineData("openat2,statx", 9)]
    public static void AtAnyCallLeavesNothingHalf(string calls, int step)
    {
        var (kills, ended) = (0, false);

        for (var call = 1; !ended; call += step)
        {
            using var node = ABackupAhead.Node();
            _ = node.Write("big", new string('b', 900_000));
            Assert.SkipUnless(
                FileSystemKind.KnowsEveryWrite(node.Data), "the temporary folder is on no file system whose times tell of every write");
            var newest = DataTree.Read(node.Data).Entries.Max(entry => entry.Facts.Changed) + (AheadOf.Pace.Quiet.Ticks * 100);
            Wait.Until("quiet data", () => MachineClock.Now > newest);

            ended = KilledRun.AtCall(node, "ahead", "copy", calls, call);

            kills += ended ? 0 : 1;
            Assert.True(kills < 300, "it never comes to its end");
            Assert.DoesNotContain(node.Shelf.All(), backup => backup.HasData);
            var before = Seen.Of(node.Data);

            if (call % 2 == 0)
            {
                Assert.Equal(4, AheadOf.CopyAll(node).Files); // the next round goes on
                Assert.Equal(5, AheadOf.Names(node).Count()); // and nothing of the killed one is left beside its copies and notes
            }

            Assert.Equal(before, Seen.Of(node.Take().Path));
            _ = node.Backup.Prune();
            Assert.Empty(AheadOf.Names(node));
        }

        Assert.True(kills >= 2, $"it was killed only {kills} times: this proves nothing");
    }

    [Fact]
    public static void AtAnyCallOfTheHaltLosesNothing()
    {
        var (kills, ended, ahead) = (0, false, 0);

        for (var call = 1; !ended; call++)
        {
            using var node = ABackupAhead.Node();
            _ = AheadOf.CopyAll(node);
            var before = Seen.Of(node.Data);

            ended = KilledRun.AtCall(node, "take", "copy", "link,rename,mkdir,syncfs", call);

            kills += ended ? 0 : 1;
            Assert.True(kills < 300, "it never comes to its end");
            Assert.All(node.Shelf.All().Where(backup => backup.IsWhole), backup => Assert.Equal(before, Seen.Of(backup.Folder.Data)));
            var was = node.Shelf.All().Any(backup => backup.IsWhole);
            Assert.Equal(before, Seen.Of(node.Take().Path));
            ahead += !was && AheadOf.WasUsed(node) ? 1 : 0;
            Assert.True(was || AheadOf.WasUsed(node), $"killed at call {call}, and what was ahead was lost");
        }

        Assert.True(kills >= 2 && ahead >= 2, $"it was killed only {kills} times: this proves nothing");
    }
}
