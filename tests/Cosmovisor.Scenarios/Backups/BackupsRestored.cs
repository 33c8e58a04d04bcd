using System.Globalization;
using Cosmovisor.Tests.Supervision;
using Xunit;
using static Cosmovisor.Tests.BackedUpHome;

namespace Cosmovisor.Tests.Backups;

/// <summary><c>cosmovisorctl backup restore</c>: what is as it was, what is kept, and what the next start does.</summary>
public static class BackupsRestored
{
    [Fact]
    public static void OfAnUpgradeOfTheScheduleAreRestoredWithItsEntry()
    {
        using var home = new NodeHome().Write("data/a", "1").Write("new", "#!/bin/sh\n[ \"$1\" = pre-upgrade ] || echo new\n")
            .Install("genesis",
                "echo '3:04PM INF committed state app_hash=00 height=6 module=state num_txs=0'; echo '3:04PM INF halting node per configuration height=7 module=server time=0'; exec sleep 60");
        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "7").Code);
        Assert.Equal(0, home.Run("run", "start").Code);
        Assert.Equal(("upgrades/v2", "nothing is scheduled\n"), (home.Current, home.Ctl("schedule", "list").Output));

        var restore = Done(home.Ctl("backup", "restore", "v2", "--yes"));

        Assert.Contains("v2, for which it was taken and which the chain has not asked for, is scheduled again for height 7",
            restore, StringComparison.Ordinal);
        Assert.DoesNotContain("carries out that upgrade again", restore, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
        Assert.EndsWith("new\n", home.Run("run", "start").Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void WhoseManifestIsDamagedAreNotRestored()
    {
        using var home = Filled();
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        _ = home.Write("cosmovisor/backups/one/data/a", "damaged").Write("cosmovisor/backups/one/manifest.jsonl", "{\"backup\":1,");

        var end = home.Ctl("backup", "restore", "one", "--yes");

        Assert.Equal(1, end.Code);
        Assert.Contains("\"one\" is not a whole backup: its manifest", end.Error, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(home.In("data/a")));
    }

    [Fact]
    public static void OfAVersionThatRanAlreadyDoNotPromiseItsUpgrade()
    {
        using var home = Filled().Install("upgrades/v2", "echo v2").PointCurrentTo("upgrades/v2")
            .Write("data/upgrade-info.json", """{"name":"v2","height":5}""");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));

        Assert.DoesNotContain(
            "carries out that upgrade again", Done(home.Ctl("backup", "restore", "one", "--yes")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Run.Interrupt)]
    [InlineData(Run.Terminate)]
    public static void AreNotRestoredWhenTheQuestionIsAnsweredByASignal(int signal)
    {
        using var home = Filled();
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        _ = home.Write("data/a", "changed");
        using var run = home.StartBash(
            "mkfifo \"$DAEMON_HOME/nobody\"; sleep 600 >\"$DAEMON_HOME/nobody\" & nobody=$!; env --default-signal \"${EXE}ctl\" backup restore one <\"$DAEMON_HOME/nobody\" & echo $! >\"$DAEMON_HOME/pid\"; wait $!; code=$?; kill $nobody; exit $code");
        _ = run.AwaitOutput("[y/N]");

        Signal.Send(int.Parse(home.Written("pid"), CultureInfo.InvariantCulture), signal);

        Assert.Equal(128 + signal, run.End().Code);
        Assert.Equal("changed", File.ReadAllText(home.In("data/a")));
        Assert.False(Directory.Exists(home.In("data.restoring")));
    }

    [Fact]
    public static void AreExplainedBeforeTheyAreRestoredAndNobodysYesIsNo()
    {
        using var home = Upgraded(withGenesis: true);
        _ = home.Write("data/a", "2");

        var end = home.Ctl("backup", "restore", "v2");

        Assert.Equal(1, end.Code);
        Assert.Equal("2", File.ReadAllText(home.In("data/a")));
        Assert.Equal("upgrades/v2", home.Current);
        Approved.Is(Masked.Text(end.Output, home));
    }

    [Fact]
    public static void BringTheGenesisOfThenBack()
    {
        using var home = Upgraded(withGenesis: true);
        Assert.Contains("new", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);

        _ = Done(home.Ctl("backup", "restore", "v2", "--yes"));

        Assert.Equal("genesis", home.Current);
        Assert.Contains("old", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
        Assert.Contains("new", File.ReadAllText(home.In("config/genesis.json.before-restore")), StringComparison.Ordinal);

        // The next start carries the upgrade out once more, new genesis and all; and the way back is still open.
        Assert.Equal(0, home.Run("start").Code);
        Assert.Contains("new", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
        _ = Done(home.Ctl("backup", "restore", "v2", "--yes"));
        Assert.Contains("old", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
    }

    [Fact]
    public static void OfLongAgoBringTheGenesisOfThatTime()
    {
        // Taken by hand before an upgrade that changed the genesis: nothing of that plan stands beside it.
        using var home = Filled().Write("config/genesis.json", "{\"chain_id\":\"old\"}");
        _ = Done(home.Ctl("backup", "create", "--name", "long-ago"));
        Upgrade(home, withGenesis: true);

        _ = Done(home.Ctl("backup", "restore", "long-ago", "--yes"));

        Assert.Contains("old", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
    }

    [Fact]
    public static void KilledAnywhereWhileTheyAreRestoredLoseNothing() => KillEverywhere(
        ["backup", "restore", "one", "--yes"],
        home =>
        {
            _ = Done(home.Ctl("backup", "create", "--name", "one"));
            _ = home.Write("data/a", "2");
        },
        home =>
        {
            var place = new[] { "data", "data.restoring", "data.before-restore" }.Where(name => File.Exists(home.In($"{name}/a")))
                .ToDictionary(name => name, name => File.ReadAllText(home.In($"{name}/a")));
            Assert.Contains("2", place.Values);
            _ = Done(home.Ctl("backup", "restore", "one", "--yes"));
            Assert.Equal("1", File.ReadAllText(home.In("data/a")));
            Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "one", "--deep")), StringComparison.Ordinal);
            Assert.False(File.Exists(home.In("cosmovisor/restore.json")));
        });
}
