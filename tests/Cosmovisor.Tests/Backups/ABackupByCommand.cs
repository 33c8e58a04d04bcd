using Cosmovisor.Backups;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class ABackupByCommand
{
    [Fact]
    public static void RunsALineOfShellWithTheChainsWordsAsValuesOnly()
    {
        using var node = new BackedUpNode();
        var runs = new Runs(new DaemonEnd.Exited(0), "working", "tank/node@v2", "");

        _ = Take(node, runs, "zfs snapshot \"tank/node@$COSMOVISOR_UPGRADE_FOLDER\"", "v2; rm -rf /");

        var command = Assert.Single(runs.Commands);
        Assert.Equal("/bin/sh", command.Path);
        Assert.Equal(
            ["-c", "zfs snapshot \"tank/node@$COSMOVISOR_UPGRADE_FOLDER\"", "cosmovisor-backup", "v2; rm -rf /", "100"], command.Arguments);
        Assert.Equal("v2%3B%20rm%20-rf%20%2F", command.Variables["COSMOVISOR_UPGRADE_FOLDER"]);
        Assert.Equal(node.Data, command.Variables["COSMOVISOR_BACKUP_SOURCE"]);
        Assert.Equal(node.Home.Path, command.WorkingDirectory);
    }

    [Fact]
    public static void RunsAPathWithoutAShell()
    {
        using var node = new BackedUpNode();
        var runs = new Runs(new DaemonEnd.Exited(0));

        _ = Take(node, runs, "/bin/true", "v2");

        Assert.Equal("/bin/true", Assert.Single(runs.Commands).Path);
        Assert.Equal(["v2", "100"], runs.Commands[0].Arguments);
    }

    [Fact]
    public static void IsRecordedAndNotTakenTwice()
    {
        using var node = new BackedUpNode();
        var runs = new Runs(new DaemonEnd.Exited(0), "tank/node@v2");

        Assert.False(Take(node, runs, "snap", "v2").WasThere);
        Assert.True(Take(node, runs, "snap", "v2").WasThere);

        _ = Assert.Single(runs.Commands);
        var backup = Assert.Single(node.Shelf.All());
        Assert.Equal(("snapshot", "tank/node@v2"), (backup.State, backup.Header!.Snapshot));
        Assert.Contains("tank/node@v2", Assert.Throws<RefusedException>(() => node.Restore()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "ended with code 3, expected code 0")]
    [InlineData(127, "ended with code 127")]
    public static void ThatFailsStopsTheUpgradeWithItsWords(int code, string says)
    {
        using var node = new BackedUpNode();
        var runs = new Runs(new DaemonEnd.Exited(code), "no such pool");

        var refused = Assert.Throws<RefusedException>(() => Take(node, runs, "snap", "v2"));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("no such pool", refused.Message, StringComparison.Ordinal);
        Assert.Empty(node.Shelf.All());
    }

    [Fact]
    public static void ThatCannotBeRunIsRefusedWhileTheOldNodeStillRuns()
    {
        using var node = new BackedUpNode();
        node.Settings = node.Settings with { Command = "/no/such/program" };

        Assert.Contains("is not there", Assert.Throws<RefusedException>(() => node.Backup.EnsurePossible(BackedUpNode.Plan("v2"))).Message,
            StringComparison.Ordinal);
    }

    private static BackupTaken Take(BackedUpNode node, Runs runs, string command, string plan) =>
        new DataBackup(node.Home, node.Settings with { Command = command }, node.Log, runs)
            .TakeAsync(BackedUpNode.Plan(plan), null, CancellationToken.None)
            .GetAwaiter()
            .GetResult()!;

    /// <summary>Ends as it is told, and remembers what was run.</summary>
    private sealed class Runs(DaemonEnd end, params string[] says) : IProgramRunner
    {
        public List<Command> Commands { get; } = [];

        public CommandEnd Run(Command command, Action<string>? onLine, CancellationToken ct)
        {
            Commands.Add(command);

            foreach (var line in says)
            {
                onLine?.Invoke(line);
            }

            return new CommandEnd(end, string.Join('\n', says), null);
        }
    }
}
