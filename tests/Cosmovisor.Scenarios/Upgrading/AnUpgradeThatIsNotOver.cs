using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>The journal: the next start goes on from the step that was not done, before any daemon runs.</summary>
public static class AnUpgradeThatIsNotOver
{
    private const string Old =
        """echo "old $*"; echo 'UPGRADE "v2" NEEDED at height: 49: '; echo 'panic: UPGRADE "v2" NEEDED at height: 49: '; exit 2""";

    [Fact]
    public static void IsEndedBeforeAnyDaemonRuns()
    {
        using var home = Home("exit 3");
        Assert.Equal(70, home.Run("start").Code);
        home.Write("cosmovisor/upgrades/v2/migrate", "#!/bin/sh\ntrue\n");

        var end = home.Run("start");

        Assert.Equal(("new start\n", 0), (end.Output, end.Code));
        Assert.Equal("upgrades/v2", home.Current);
        Assert.False(File.Exists(home.In("cosmovisor/journal.json")));
    }

    [Fact]
    public static void RunsAScriptNoMoreThatEndedWell()
    {
        using var home = Home("echo $COSMOVISOR_ATTEMPT >> runs").Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0");
        home.Install("upgrades/v2", "case $1 in pre-upgrade) [ -e ready ] || exit 30 ;; *) echo new ;; esac");

        Assert.Equal(70, home.Run("start").Code);
        Assert.Equal(70, home.Run("start").Code);
        home.Write("ready", "");
        // The daemon has the caller's folder, and so has its pre-upgrade.
        Assert.Equal(0, home.Shell("cd \"$DAEMON_HOME\" && exec \"$0\" start").Code);

        Assert.Equal("1\n", File.ReadAllText(home.In("runs")));
    }

    [Fact]
    public static void TellsAScriptThatItWasTriedBefore()
    {
        using var home = Home("echo $COSMOVISOR_ATTEMPT >> runs; [ $COSMOVISOR_ATTEMPT = 3 ]");

        Assert.Equal([70, 70, 0], new[] { home.Run("start").Code, home.Run("start").Code, home.Run("start").Code });
        Assert.Equal("1\n2\n3\n", File.ReadAllText(home.In("runs")));
    }

    [Fact]
    public static void IsNotOverWhenTheSupervisorIsKilledInAScript()
    {
        using var home = Home("echo x >> runs; [ -e once ] && exit 0; touch once; exec sleep 60");
        using (var run = home.Start("start").Await("the script", () => File.Exists(home.In("once"))))
        {
            run.Signal(Run.Kill);
            Assert.Equal(128 + Run.Kill, run.End().Code);
        }

        Assert.Contains(
            "\"step\":\"CustomPreUpgrade\",\"tries\":1", File.ReadAllText(home.In("cosmovisor/journal.json")), StringComparison.Ordinal);
        Assert.Equal(("new start\n", 0), home.Run("start") is var end ? (end.Output, end.Code) : default);
        Assert.Equal("x\nx\n", File.ReadAllText(home.In("runs")));
    }

    [Fact]
    public static void IsConcludedWhenOnlyTheBooksWereOpen()
    {
        using var home = Home("true").Write("cosmovisor/journal.json", Journal("Switch"));
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), "upgrades/v2");

        Assert.Equal("new start\n", home.Run("start").Output);

        Assert.Contains("\"result\":\"done\"", File.ReadAllText(home.In("cosmovisor/history.jsonl")), StringComparison.Ordinal);
        Assert.False(File.Exists(home.In("cosmovisor/journal.json")));
    }

    [Fact]
    public static void IsDoneByHandWhenTheOperatorSwitched()
    {
        using var home = Home("true").Write("cosmovisor/journal.json", Journal("Backup"));
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), "upgrades/v2");

        Assert.Equal("new start\n", home.Run("start").Output);

        Assert.Contains("\"result\":\"done by hand\"", File.ReadAllText(home.In("cosmovisor/history.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public static void IsGivenUpWhereTheOperatorSkipsItsHeight()
    {
        using var home = Home("exit 3").Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        Assert.Equal(70, home.Run("start").Code);
        home.Install("genesis", "echo \"old $*\"");

        Assert.Equal("old start --unsafe-skip-upgrades 49\n", home.Run("start", "--unsafe-skip-upgrades", "49").Output);

        Assert.Contains("\"result\":\"skipped: its height is among --unsafe-skip-upgrades\"",
            File.ReadAllText(home.In("cosmovisor/history.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public static void IsForTheOperatorToSettleWhenCurrentLeadsElsewhereAfterAMigration()
    {
        using var home = Home("exit 3").Install("upgrades/v1b", "echo v1b");
        Assert.Equal(70, home.Run("start").Code);
        File.Delete(home.In("cosmovisor/current"));
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), "upgrades/v1b");

        var end = home.Run("start");

        Assert.Equal((70, ""), (end.Code, end.Output));
        Assert.Contains(
            "current points to upgrades/v1b, and the upgrade \"v2\" from genesis to upgrades/v2 is not over: a migration script has run",
            end.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    public static void WasLostWithThePowerWhereItsJournalHasNothingInIt(string text)
    {
        using var home = Home("true").Write("cosmovisor/journal.json", text);
        home.Install("genesis", "echo old");

        Assert.Equal("old\n", home.Run("start").Output);

        Assert.Empty(Directory.GetFiles(home.In("cosmovisor"), "journal*"));
        Assert.Contains("power was lost during an upgrade", home.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"journal\":1,\"plan\":\"v")]
    [InlineData("{\"journal\":2}")]
    public static void MayHaveMigratedTheDataWhereItsJournalMakesNoSense(string text)
    {
        using var home = Home("true").Write("cosmovisor/journal.json", text);
        home.Install("genesis", "echo old");

        var end = home.Run("start");

        Assert.Equal((70, ""), (end.Code, end.Output));
        Assert.Equal(text, File.ReadAllText(home.In("cosmovisor/journal.json")));
        Assert.Contains("journal.json tells of an upgrade that is not over, and cannot be understood", end.Error, StringComparison.Ordinal);
        Assert.Equal(70, home.Ctl("rollback", "--yes").Code);

        Assert.Equal(0, home.Shell(end.Error[end.Error.IndexOf("mv ", StringComparison.Ordinal)..].Split('\n')[0]).Code);
        Assert.Equal("old\n", home.Run("start").Output);
    }

    [Fact]
    public static void IsForgottenByARestoreThoughItsJournalMakesNoSense()
    {
        using var home = Home("true").Write("data/chain", "one");
        home.Install("genesis", "echo old");
        Assert.Equal("old\n", home.Run("start").Output);
        Assert.Equal(0, home.Ctl("backup", "create", "--name", "before").Code);
        _ = home.Write("cosmovisor/journal.json", "{").Write("data/chain", "two");

        var end = home.Ctl("backup", "restore", "before", "--yes");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("one", File.ReadAllText(home.In("data/chain")));
        Assert.Equal("{", File.ReadAllText(home.In("cosmovisor/journal.json.unreadable-1")));
    }

    [Theory]
    [InlineData("{\"name\":\"v2\",\"height\":49}")]
    [InlineData("{\"journal\":1,\"plan\":\"\",\"height\":49,\"steps\":[{\"step\":\"Stage\"}]}")]
    public static void IsNotGuessedFromAJournalThatMakesNoSense(string text)
    {
        using var home = Home("true").Write("cosmovisor/journal.json", text);
        home.Install("genesis", "echo old");

        Assert.Equal("old\n", home.Run("start").Output);

        Assert.Equal(text, File.ReadAllText(home.In("cosmovisor/journal.json.unreadable-1")));
        Assert.Contains("the journal of an upgrade cannot be understood and is moved aside", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsLeftAloneByCommandsThatOnlyAsk()
    {
        using var home = Home("exit 3");
        Assert.Equal(70, home.Run("start").Code);
        home.Install("genesis", "echo \"old $*\"");

        Assert.Equal("old query bank\n", home.Run("query", "bank").Output);
        Assert.True(File.Exists(home.In("cosmovisor/journal.json")));
    }

    private static NodeHome Home(string migrate)
    {
        var home = new NodeHome().Install("genesis", Old).Install("upgrades/v2", "echo \"new $*\"");
        return home.Write("cosmovisor/upgrades/v2/migrate", $"#!/bin/sh\n{migrate}\n");
    }

    private static string Journal(string step) =>
        $$"""{"journal":1,"plan":"v2","height":49,"info":"","from":"genesis","began":"2030-01-01T00:00:00+00:00","steps":[{"step":"Stage","tries":1,"began":"2030-01-01T00:00:00+00:00","ended":"2030-01-01T00:00:00+00:00","left":"upgrades/v2"},{"step":"{{step}}","tries":1,"began":"2030-01-01T00:00:00+00:00"}]}""";
}
