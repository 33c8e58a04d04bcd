using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// Each call by which the backup ahead changes a disk fails once: full, broken, read-only. It is told or made good, nothing half is
/// believed, and the backup at the halt is right.
/// </summary>
public static class AFaultyDiskAhead
{
    private static readonly string[] Calls =
        [
            "rename",
            "renameat2",
            "mkdir",
            "unlink",
            "rmdir",
            "syncfs",
            "fsync",
            "link",
            "pwrite64",
            "ftruncate",
            "utimensat",
            "fallocate",
            "copy_file_range",
            "fchmod",
            "fchown",
            "openat2"
        ];

    // one of them at each call, all of them with COSMOVISOR_EVERY_CALL=1
    private static readonly string[] Errors = ["ENOSPC", "EIO", "EROFS"];
    private static readonly bool Every = Environment.GetEnvironmentVariable("COSMOVISOR_EVERY_CALL") == "1";

    [Fact]
    public static void InARoundIsToldAndTheNextOneGoesOn() => FailEverywhere("ahead", () => ABackupAhead.Node(), (node, when) =>
    {
        Assert.DoesNotContain(node.Shelf.All(), backup => backup.HasData);
        Assert.True(AheadOf.CopyAll(node).Files == 3, $"{when}: the next round did not go on");
        Assert.True(AheadOf.Names(node).Count() == 4, $"{when}: left {string.Join(' ', AheadOf.Names(node))}");
    });

    [Fact]
    public static void AtTheHaltIsToldOrTheFilesAreCopied() => FailEverywhere(
        "take",
        () =>
        {
            var node = ABackupAhead.Node();
            _ = AheadOf.CopyAll(node);
            return node;
        },
        (node, _) =>
        {
            var before = Seen.Of(node.Data);
            Assert.All(node.Shelf.All().Where(backup => backup.IsWhole), backup => Assert.Equal(before, Seen.Of(backup.Folder.Data)));
        });

    private static void FailEverywhere(string work, Func<BackedUpNode> make, Action<BackedUpNode, string> check)
    {
        var (faults, told) = (0, 0);

        foreach (var (name, first) in from name in Calls from first in Enumerable.Range(0, Every ? Errors.Length : 1) select (name, first))
        {
            for (var (call, reached) = (1, true); reached; call++)
            {
                var error = Errors[(first + call + Array.IndexOf(Calls, name)) % Errors.Length];
                using var node = make();
                Assert.SkipUnless(
                    FileSystemKind.KnowsEveryWrite(node.Data), "the temporary folder is on no file system whose times tell of every write");
                var newest = DataTree.Read(node.Data).Entries.Max(entry => entry.Facts.Changed) + (AheadOf.Pace.Quiet.Ticks * 100);
                Wait.Until("quiet data", () => MachineClock.Now > newest);
                var when = $"{error} at {name} {call} of a thread";

                (reached, var code, var says) = KilledRun.FailingAtCall(node, work, "copy", name, call, error);

                Assert.True(code == 0 || (code == 70 && says.Length > 0), $"{when}: ended with {code}: {says}");
                (faults, told) = (faults + (reached ? 1 : 0), told + (code == 70 ? 1 : 0));
                Assert.True(faults < 1000, "it never comes to its end");
                check(node, when);

                var before = Seen.Of(node.Data);
                var taken = node.Take();
                Assert.Equal(before, Seen.Of(taken.Path));
                Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
                    .Run(taken.Name, deep: true, TestContext.Current.CancellationToken));
                _ = node.Backup.Prune();
                Assert.Empty(AheadOf.Names(node));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{faults} faults, {told} told");
        Assert.True(faults > 15 && told > faults / 4, $"{faults} faults, {told} told: this proves nothing");
    }
}
