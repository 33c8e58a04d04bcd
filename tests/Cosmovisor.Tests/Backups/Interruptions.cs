using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>kill -9 anywhere: what stands on disk afterwards is never half, and the next run finishes cleanly.</summary>
public static class Interruptions
{
    [Theory]
    [InlineData("auto")]
    [InlineData("copy")]
    public static void AtAnyLogLineOfABackupLeaveNothingHalf(string mode) =>
        KillEverywhere(start: 1, step: 1, call => node => KilledRun.AtLogLine(node, "take", mode, call), ABackup);

    [Theory]
    [InlineData(KilledRun.Names, 1)]
    [InlineData(KilledRun.Files, 4)]
    public static void AtAnyCallOfABackupLeaveNothingHalf(string calls, int step) =>
        KillEverywhere(start: 1, step, call => node => KilledRun.AtCall(node, "take", "auto", calls, call), ABackup);

    [Fact]
    public static void AtAnyTimeOfABackupLeaveNothingHalf() => KillEverywhere(
        start: 60, step: 12, time => node => KilledRun.After(node, "take", "copy", TimeSpan.FromMilliseconds(time)), ABackup);

    [Theory]
    [InlineData("auto")]
    [InlineData("copy")]
    public static void AtAnyLogLineOrMoveOfARestoreLoseNoData(string mode) =>
        KillEverywhere(start: 1, step: 1, call => node => KilledRun.AtLogLine(node, "restore", mode, call), ARestore);

    [Theory]
    [InlineData(KilledRun.Names, 1)]
    [InlineData(KilledRun.Files, 4)]
    public static void AtAnyCallOfARestoreLoseNoData(string calls, int step) =>
        KillEverywhere(start: 1, step, call => node => KilledRun.AtCall(node, "restore", "auto", calls, call), ARestore);

    [Fact]
    public static void InTheFlushOfABackupLeaveNothingHalf()
    {
        var ended = false;
        ABackup(node => KilledRun.AtCall(node, "take", "auto", KilledRun.Flushes, 1), ref ended);
        Assert.False(ended);
    }

    [Fact]
    public static void InTheFlushOfARestoreLoseNoData()
    {
        var ended = false;
        ARestore(node => KilledRun.AtCall(node, "restore", "auto", KilledRun.Flushes, 1), ref ended);
        Assert.False(ended);
    }

    private static void ABackup(Func<BackedUpNode, bool> kill, ref bool ended)
    {
        using var node = new BackedUpNode();
        Fill(node);
        var before = Seen.Of(node.Data);

        ended = kill(node);

        Assert.Equal(before, Seen.Of(node.Data));
        Assert.All(node.Shelf.All().Where(backup => backup.IsWhole), backup => Assert.Equal(before, Seen.Of(backup.Folder.Data)));
        Assert.DoesNotContain(node.Shelf.All(), backup => backup.IsForeign);

        node.Shelf.RemoveLeftovers(node.Log);
        Assert.Empty(
            Directory.Exists(node.Home.Backups) ? Directory.GetFiles(node.Home.Backups, "*.new", SearchOption.AllDirectories) : []);
        var taken = node.Take();

        Assert.Equal(before, Seen.Of(taken.Path));
        Assert.Equal([".keep", "data", "manifest.jsonl"], Names(Path.Join(node.Home.Backups, "v2")));
        Assert.Equal(0, new BackupVerifyCommand(node.Home, node.Settings, TextWriter.Null)
            .Run("v2", deep: true, TestContext.Current.CancellationToken));
    }

    private static void ARestore(Func<BackedUpNode, bool> kill, ref bool ended)
    {
        using var node = new BackedUpNode();
        Fill(node);
        var old = Seen.Of(node.Data);
        _ = node.Take();
        node.Point("upgrades/v2");
        _ = node.Write("application.db/000020.ldb", "written by the new binary");
        var newer = Seen.Of(node.Data);

        ended = kill(node);

        // At its place: whole, the one or the other. Not there: both are beside it, under the names that the record tells.
        var places = new[] { node.Data, $"{node.Data}.restoring", $"{node.Data}.before-restore" }.Where(Directory.Exists)
            .ToDictionary(place => place, Seen.Of);
        Assert.Contains(newer, places.Values);
        Assert.True(places.TryGetValue(node.Data, out var inPlace) ? inPlace == old || inPlace == newer
            : places.ContainsValue(old) && File.Exists(node.Home.RestoreRecord));
        Assert.Equal(old, Seen.Of(node.Place("v2")));

        // With the data back but not yet current, a supervisor must be able to tell.
        Assert.True(
            inPlace != old || new FileInfo(node.Home.Current).LinkTarget == "genesis" || RestoreSwap.Unfinished(node.Home) is not null);

        _ = node.Restore();

        Assert.Equal(old, Seen.Of(node.Data));
        Assert.Equal("genesis", new FileInfo(node.Home.Current).LinkTarget);
        Assert.Contains(newer, Directory.GetDirectories(node.Home.Path, "data.before-restore*").Select(Seen.Of));
        Assert.False(Directory.Exists($"{node.Data}.restoring"));
        Assert.Null(RestoreSwap.Unfinished(node.Home));
    }

    private delegate void Story(Func<BackedUpNode, bool> kill, ref bool ended);

    // Later and later, until it comes to its end unharmed.
    private static void KillEverywhere(int start, int step, Func<int, Func<BackedUpNode, bool>> kill, Story story)
    {
        var (kills, ended) = (0, false);

        for (var at = start; !ended; at += step)
        {
            story(kill(at), ref ended);
            kills += ended ? 0 : 1;
            Assert.True(kills < 400, "it never comes to its end");
        }

        Assert.True(kills >= 2, $"it was killed only {kills} times: this proves nothing");
    }

    private static void Fill(BackedUpNode node)
    {
        node.WriteDatabase("application.db", tables: 12);
        node.WriteDatabase("state.db", tables: 5);
        _ = node.Write("cs.wal/wal", new string('w', 3_000_000));
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
