using Xunit;

namespace Cosmovisor.Tests.Hooks;

/// <summary>Between the old binary and the new: the operator's scripts, a new genesis, the new binary's own pre-upgrade.</summary>
public static class TheMigration
{
    private const string Halts =
        """
        echo 'UPGRADE "v2" NEEDED at height: 49: '
        echo 'panic: UPGRADE "v2" NEEDED at height: 49: '
        exec sleep 60
        """;

    [Fact]
    public static void ScriptGetsThePlanAndWhatItNeedsToWorkWith()
    {
        using var home = new NodeHome().Install("genesis", Halts).Install("upgrades/v2", "echo v2");
        home.Settings["COSMOVISOR_CUSTOM_PREUPGRADE"] = "before.sh";
        const string Tell =
            "#!/bin/sh\npwd > $0.told\necho \"$@\" >> $0.told\necho $COSMOVISOR_OLD_BIN >> $0.told\necho $COSMOVISOR_NEW_BIN >> $0.told\necho working\n";
        File.WriteAllText(home.In("cosmovisor/before.sh"), Tell);
        File.WriteAllText(home.In("cosmovisor/upgrades/v2/migrate"), Tell);

        Assert.Equal(0, home.Run("start").Code);

        var told = $"{home.Path}\nv2 49\n{home.In("cosmovisor/genesis/bin/dummyd")}\n{home.In("cosmovisor/upgrades/v2/bin/dummyd")}\n";
        Assert.Equal(told, File.ReadAllText(home.In("cosmovisor/before.sh.told")));
        Assert.Equal(told, File.ReadAllText(home.In("cosmovisor/upgrades/v2/migrate.told")));
        Assert.Contains("working hook=migrate", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void ScriptThatFailsStopsTheUpgradeEveryTime()
    {
        using var home = new NodeHome().Install("genesis", Halts).Install("upgrades/v2", "echo v2");
        File.WriteAllText(home.In("cosmovisor/upgrades/v2/migrate"), "#!/bin/sh\necho no room left >&2\nexit 3\n");

        foreach (var _ in new[] { "first", "second" })
        {
            var end = home.Run("start");

            Assert.Equal(70, end.Code);
            Assert.Contains("migrate v2 49 ended with code 3. Its last words: no room left", end.Error, StringComparison.Ordinal);
            Assert.Equal("genesis", home.Current);
        }
    }

    [Fact]
    public static void ScriptThatIsStoppedHasTheShutdownGraceToEndCleanly()
    {
        using var home = new NodeHome().Install("genesis", Halts).Install("upgrades/v2", "echo v2").Set("DAEMON_SHUTDOWN_GRACE", "50s");
        File.WriteAllText(
            home.In("cosmovisor/upgrades/v2/migrate"),
            "#!/bin/sh\ntrap 'sleep 6; touch ended.well; exit 0' TERM\ntouch begun\nwhile :; do sleep 0.02; done\n");
        using var run = home.Start("start").Await("the script", () => File.Exists(home.In("begun")));

        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.True(File.Exists(home.In("ended.well")));
    }

    [Fact]
    public static void ScriptThatIsDeafHasNoMore()
    {
        using var home = new NodeHome().Install("genesis", Halts).Install("upgrades/v2", "echo v2").Set("DAEMON_SHUTDOWN_GRACE", "100ms")
            .Set("COSMOVISOR_HOOK_TIMEOUT", "300ms");
        File.WriteAllText(home.In("cosmovisor/upgrades/v2/migrate"), "#!/bin/sh\ntrap '' TERM\nsleep 600\n");

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains("was stopped after its time limit of 0.3 s", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfAnExportedChainStartsWithTheNewGenesis()
    {
        using var home = new NodeHome()
            .Install("genesis", $"case $1 in start) {Halts}\n;; export) echo '{{\"chain_id\":\"sim-1\",\"height\":49}}' ;; esac")
            .Install("upgrades/v2", "case $1 in migrate) sed s/sim-1/sim-2/ $3 ;; start) cat $DAEMON_HOME/config/genesis.json ;; esac");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        _ = Directory.CreateDirectory(home.In("config"));
        File.WriteAllText(home.In("config/genesis.json"), """{"chain_id":"sim-1","height":1}""");
        File.WriteAllText(
            home.In("cosmovisor/upgrades/v2/migrate"),
            "#!/bin/sh\nset -e\n$COSMOVISOR_OLD_BIN export > exported.json\n$COSMOVISOR_NEW_BIN migrate v2 exported.json > cosmovisor/upgrades/v2/genesis.json\n");

        var end = home.Run("start");

        Assert.Equal(0, end.Code);
        Assert.EndsWith("""{"chain_id":"sim-2","height":49}""" + "\n", end.Output, StringComparison.Ordinal);
        Assert.Equal("""{"chain_id":"sim-1","height":1}""", File.ReadAllText(home.In("cosmovisor/backups/v2/genesis.json")));
    }

    [Fact]
    public static void OfTheHandbookStartsTheChainAnew()
    {
        using var home = new NodeHome()
            .InstallNode("genesis", "--plan v2@5 --block-time 0")
            .InstallNode("upgrades/v2", "--as v2 --handles v2 --block-time 0 --blocks 3 --note-blocks \"$DAEMON_HOME/blocks\"");
        _ = home.Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));
        _ = Directory.CreateDirectory(home.In("data"));
        Assert.Equal(0, home.Run("init", "me", "--chain-id", "simchain-1", "--home", home.Path).Code);
        _ = home.Write("cosmovisor/upgrades/v2/migrate", Handbook.Script("docs/hooks.md"));

        var end = home.Run("start", "--home", home.Path);

        Assert.Equal(0, end.Code);
        Assert.Contains("\"chain_id\":\"simchain-2\"",
            File.ReadAllText(home.In("config/genesis.json")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("5 v2", File.ReadAllLines(home.In("blocks"))[0]);
        Assert.True(Directory.Exists(home.In("cosmovisor/backups/v2/data/application.db")));
    }

    [Theory]
    [InlineData("0", 0, "upgrades/v2")]
    [InlineData("1", 0, "upgrades/v2")] // no such command
    [InlineData("30", 70, "genesis")]
    [InlineData("31,0", 0, "upgrades/v2")]
    [InlineData("31,31,31", 70, "genesis")]
    [InlineData("7", 70, "genesis")] // the Go versions take it for success
    public static void AsksTheNewBinaryWhetherItMayBeStarted(string answers, int code, string current)
    {
        using var home = new NodeHome().Install("genesis", Halts)
            .InstallNode("upgrades/v2", $"--as v2 --handles v2 --pre-upgrade-exit {answers}");
        home.Settings["DAEMON_PREUPGRADE_MAX_RETRIES"] = "1";

        var end = home.Run("start", "--home", home.Path);

        Assert.Equal(code, end.Code);
        Assert.Equal(current, home.Current);
    }

    [Fact]
    public static void ThatFailsAfterTheNewGenesisPutsTheOldOneBack()
    {
        using var home = new NodeHome().Install("genesis", Halts).InstallNode("upgrades/v2", "--as v2 --pre-upgrade-exit 30");
        home.Settings["DAEMON_PREUPGRADE_MAX_RETRIES"] = "0";
        _ = Directory.CreateDirectory(home.In("config"));
        File.WriteAllText(home.In("config/genesis.json"), """{"chain_id":"sim-1"}""");
        File.WriteAllText(home.In("cosmovisor/upgrades/v2/genesis.json"), """{"chain_id":"sim-2"}""");

        Assert.Equal(70, home.Run("start", "--home", home.Path).Code);

        Assert.Equal("""{"chain_id":"sim-1"}""", File.ReadAllText(home.In("config/genesis.json")));
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void IsEndedByTermAndGoesOnFromTheOldBinaryNextTime()
    {
        using var home = new NodeHome().Install("genesis", Halts).Install("upgrades/v2", "echo v2 runs");
        File.WriteAllText(home.In("cosmovisor/upgrades/v2/migrate"), "#!/bin/sh\n[ -e once ] && exit 0\ntouch once\nexec sleep 60\n");
        using var first = home.Start("start").Await("the script to run", () => File.Exists(home.In("once")));

        first.Signal(Run.Terminate);

        Assert.Equal(128 + Run.Terminate, first.End().Code);
        Assert.Equal("genesis", home.Current);
        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }
}
