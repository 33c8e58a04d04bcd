using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary><c>cosmovisorctl history</c> and <c>rollback</c>, and the switch that is taken back by itself.</summary>
[ManyStarts]
public static class TheWayBack
{
    // It writes as it ends, as a database does that is closed.
    private const string Old =
        """echo 'UPGRADE "v2" NEEDED at height: 49: '; echo 'panic: UPGRADE "v2" NEEDED at height: 49: '; echo block > "$DAEMON_HOME/data/chain"; exit 2""";

    [Fact]
    public static void IsOpenWhileNothingHasTouchedTheData()
    {
        using var home = Upgraded("exit 1");

        var end = home.Ctl("rollback", "--yes");

        Assert.Equal((0, "genesis"), (end.Code, home.Current));
        Assert.Contains("A validator must never sign a height twice", end.Output, StringComparison.Ordinal);
        Assert.Contains("rolled back: current points to genesis", end.Output, StringComparison.Ordinal);
        Assert.Contains("rolled back by the operator", home.Ctl("history").Output, StringComparison.Ordinal);
        Assert.Equal(1, home.Ctl("rollback", "--yes").Code);
    }

    [Fact]
    public static void IsClosedOnceTheNewBinaryHasWritten()
    {
        using var home = Upgraded("""echo more >> "$DAEMON_HOME/data/chain" """);
        Assert.Equal(0, home.Run("start").Code);

        var end = home.Ctl("rollback", "--yes");

        Assert.Equal((1, "upgrades/v2"), (end.Code, home.Current));
        Assert.Contains("data/chain was written after the old binary ended, and the old binary on newer data destroys it",
            end.Error, StringComparison.Ordinal);
        Assert.Contains("cosmovisorctl backup restore 'v2'", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatIsClosedTellsOfABackupThatWasPruned()
    {
        using var home = Upgraded("""echo more >> "$DAEMON_HOME/data/chain" """);
        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal(0, home.Ctl("backup", "create").Code);
        Assert.Equal("removed \"v2\"\n", home.Ctl("backup", "prune", "--keep", "1").Output);

        var end = home.Ctl("rollback", "--yes");

        Assert.Equal(1, end.Code);
        Assert.Contains(
            $"The backup that it took, {home.In("cosmovisor/backups/v2/data")}, is not there any more (pruned, or removed by hand)",
            end.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public static void IsClosedOnceTheNewBinaryHasWrittenFirstThing()
    {
        // Within a tick of the clock by which the kernel stamps files.
        using var home = Home("""echo more >> "$DAEMON_HOME/data/chain" """).Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        Assert.Equal(0, home.Run("start").Code);

        Assert.Equal(1, home.Ctl("rollback", "--yes").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void IsClosedOnceTheNewBinaryHasWrittenToADatabaseBehindALink()
    {
        using var home = Home("""echo more >> "$DAEMON_HOME/ssd/000001.log"; exit 9""").Write("ssd/000001.log", "")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("COSMOVISOR_TAKE_BACK_WITHIN", "20s");
        _ = Directory.CreateSymbolicLink(home.In("data/application.db"), "../ssd");

        Assert.Equal((9, "upgrades/v2"), (home.Run("start").Code, home.Current));

        var end = home.Ctl("rollback", "--yes");
        Assert.Equal((1, "upgrades/v2"), (end.Code, home.Current));
        Assert.Contains("ssd/000001.log was written after the old binary ended", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mv data away", "data is not there")]
    [InlineData("mv data away; mkdir data; touch -d 2001-01-01 data", "there is no file in ")]
    [InlineData("rm -r data/a.db; mkdir data/a.db; touch -d 2001-01-01 data/a.db data", "has no a.db/1.log, which is in the backup of this upgrade")]
    [InlineData("ln -s /mnt/none/b.db data/b.db; touch -d 2001-01-01 data", "data/b.db is a link to /mnt/none/b.db, where nothing is")]
    public static void IsClosedWhileTheDataIsNotAllThere(string unmounted, string says)
    {
        using var home = Home("exit 1").Write("data/a.db/1.log", "");
        _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));
        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal(0, home.Shell(unmounted).Code);
        _ = home.Settings.Remove("DAEMON_BACKUP_DATA_DIR"); // which has to be there, for every command

        var end = home.Ctl("rollback", "--yes");

        Assert.Equal((1, "upgrades/v2"), (end.Code, home.Current));
        Assert.Contains(says, end.Error, StringComparison.Ordinal);
        Assert.Contains("Is its disk mounted?", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsClosedWhileARestoreIsUnfinished()
    {
        using var home = Upgraded("exit 1").Write("cosmovisor/restore.json", "{}");

        var end = home.Ctl("rollback", "--yes");

        Assert.Equal((1, "upgrades/v2"), (end.Code, home.Current));
        Assert.Contains("the rollback was refused: a restore was interrupted", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsClosedWhileTheNodeRuns()
    {
        using var home = new NodeHome().Install("genesis", "echo up; exec sleep 60");
        using var run = home.Start("start").AwaitOutput("up");

        var end = home.Ctl("rollback", "--yes");

        Assert.Equal(1, end.Code);
        Assert.Contains("the rollback was refused: a cosmovisor runs on this home", end.Error, StringComparison.Ordinal);
        run.Signal(Run.Terminate);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void ByABackupGivesUpWhatIsNotOver(bool saysItsVersion)
    {
        // The upgrade was begun on data that is gone now; one without a manifest does not even say which version it is of.
        using var home = new NodeHome().Install("genesis", Old).Install("upgrades/v2", "exit 30").Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0")
            .Write("data/chain", "");
        _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));
        Assert.Equal(70, home.Run("start").Code);
        Assert.True(File.Exists(home.In("cosmovisor/journal.json")));

        if (!saysItsVersion)
        {
            File.Delete(Directory.GetFiles(home.In("cosmovisor/backups/v2"), "*manifest*").Single());
        }

        var end = home.Ctl("backup", "restore", "v2", "--yes");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("genesis", home.Current);
        Assert.False(File.Exists(home.In("cosmovisor/journal.json")));
        Assert.Contains("given up: a backup was restored", home.Ctl("history").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void GivesUpAnUpgradeThatIsNotOver()
    {
        using var home = new NodeHome().Install("genesis", Old).Install("upgrades/v2", "echo new").Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0")
            .Write("cosmovisor/upgrades/v2/migrate", "#!/bin/sh\ntrue\n")
            .Write("config/genesis.json", """{"chain_id":"one"}""").Write("cosmovisor/upgrades/v2/genesis.json", """{"chain_id":"two"}""")
            .Write("data/chain", "");
        home.Install("upgrades/v2", "exit 30");
        Assert.Equal(70, home.Run("start").Code);
        Assert.Contains("NOT OVER: failed at PreUpgrade; the next start goes on", home.Ctl("history").Output, StringComparison.Ordinal);

        var end = home.Ctl("rollback", "--yes");

        Assert.Equal(0, end.Code);
        Assert.Contains("a migration script has run: what it changed is NOT undone", end.Output, StringComparison.Ordinal);
        Assert.Equal("""{"chain_id":"one"}""", File.ReadAllText(home.In("config/genesis.json")));
        Assert.False(File.Exists(home.In("cosmovisor/journal.json")));
    }

    [Fact]
    public static void ChangesNothingUnlessTheOperatorSaysYes()
    {
        using var home = Upgraded("exit 1");

        var end = home.Ctl("rollback");

        Assert.Equal((1, "upgrades/v2"), (end.Code, home.Current));
        Assert.EndsWith("nothing was changed\n", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 9", 9, "genesis")]
    [InlineData("kill -9 $$", 137, "genesis")]
    [InlineData("exit 0", 0, "upgrades/v2")]
    [InlineData("touch \"$DAEMON_HOME/data/opened\"; exit 9", 9, "upgrades/v2")]
    [InlineData("sleep 1.2; exit 9", 9, "upgrades/v2")]
    public static void IsTakenByItselfOnlyForAVersionThatDiesAtOnceWithTheDataUntouched(string dies, int code, string current)
    {
        using var home = Home(dies).Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("COSMOVISOR_TAKE_BACK_WITHIN", "1s");

        var end = home.Run("start");

        Assert.Equal((code, current), (end.Code, home.Current));
        Assert.Equal(
            code != 0,
            home.Log.Contains("ERROR the new version ended within seconds of its first start plan=v2", StringComparison.Ordinal));
        Assert.Equal(
            current == "genesis",
            end.Error.StartsWith("cosmovisor: upgrade \"v2\" (height 49) was taken back: ", StringComparison.Ordinal));
    }

    [Fact]
    public static void IsNeverTakenByItselfUnlessTheOperatorAsked()
    {
        using var home = Home("exit 9").Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        Assert.Equal(9, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void IsTakenByItselfWithTheOldGenesis()
    {
        using var home = Home("exit 9").Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("COSMOVISOR_TAKE_BACK_WITHIN", "20s")
            .Write("config/genesis.json", """{"chain_id":"one"}""").Write("cosmovisor/upgrades/v2/genesis.json", """{"chain_id":"two"}""");

        Assert.Equal(9, home.Run("start").Code);

        Assert.Equal("genesis", home.Current);
        Assert.Equal("""{"chain_id":"one"}""", File.ReadAllText(home.In("config/genesis.json")));
        Assert.Contains("taken back: the new version ended with code 9 at once, before it had opened the data",
            home.Ctl("history").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatIsTakenAtEachStartDoesNotFillTheHistory()
    {
        using var home = Home("exit 9").Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("COSMOVISOR_TAKE_BACK_WITHIN", "20s");

        for (var start = 1; start <= 3; start++)
        {
            Assert.Equal((9, "genesis"), (home.Run("start").Code, home.Current));
            Assert.Equal(2, File.ReadAllLines(home.In("cosmovisor/history.jsonl")).Length);
        }
    }

    [Fact]
    public static void OfTheHistoryIsToldInJsonToo()
    {
        using var home = Upgraded("exit 1");

        using var json = System.Text.Json.JsonDocument.Parse(home.Ctl("history", "--json").Output);

        var upgrade = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(
            ("v2", 49, "done"),
            (upgrade.GetProperty("plan").GetString(), upgrade.GetProperty("height").GetInt64(), upgrade.GetProperty("result").GetString()));
        Assert.Equal(
            ["Stage", "Stop", "Backup", "Switch"],
            upgrade.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
    }

    private static NodeHome Home(string whatTheNewOneDoes) =>
        new NodeHome().Install("genesis", Old).Install("upgrades/v2", whatTheNewOneDoes).Write("data/chain", "")
            .Write("data/priv_validator_state.json", """{"height":"48"}""");

    private static NodeHome Upgraded(string whatTheNewOneDoes)
    {
        var home = Home(whatTheNewOneDoes);
        home.Settings["DAEMON_BACKUP_DATA_DIR"] = home.In("data");
        Assert.Equal(0, home.Run("start").Code);
        return home;
    }
}
