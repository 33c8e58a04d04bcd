using Cosmovisor.Tests.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>COSMOVISOR_BACKUP_COMMAND: the operator's own snapshot instead of our copy, by the contract of docs/backups.md.</summary>
public static class TheBackupCommand
{
    private const string Tells =
        "pwd; echo \"$1 $2\"; cat; env | grep -E '^COSMOVISOR_(UPGRADE|BACKUP_S)' | sort; echo tank/node@$COSMOVISOR_UPGRADE_FOLDER";

    [Fact]
    public static void IsALineOfShellThatGetsThePlanAsValues()
    {
        using var home = Upgrading("v2; touch oops").Set("COSMOVISOR_BACKUP_COMMAND", $"({Tells}) | tee told");

        var end = home.Run("start");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Equal("upgrades/v2%3B%20touch%20oops", home.Current);
        Assert.Equal(
            $"""
            {home.Path}
            v2; touch oops 49
            COSMOVISOR_BACKUP_SOURCE={home.In("data")}
            COSMOVISOR_UPGRADE_FOLDER=v2%3B%20touch%20oops
            COSMOVISOR_UPGRADE_HEIGHT=49
            COSMOVISOR_UPGRADE_NAME=v2; touch oops
            tank/node@v2%3B%20touch%20oops

            """,
            File.ReadAllText(home.In("told")));
        Assert.False(File.Exists(home.In("oops")));
        Assert.Contains("backup command says line=tank/node@v2%3B%20touch%20oops", home.Log, StringComparison.Ordinal);
        Assert.Contains("\"snapshot\"", home.Ctl("backup", "list", "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatIsAPathIsRunWithoutAShell()
    {
        using var home = Upgrading("v2");
        _ = home.Write("snap", "#!/bin/sh\necho \"$1@$2\"\n").Set("COSMOVISOR_BACKUP_COMMAND", home.In("snap"));
        File.SetUnixFileMode(home.In("snap"), (UnixFileMode)Convert.ToInt32("755", 8));

        Assert.Equal(0, home.Run("start").Code);

        Assert.Contains("backup command done plan=v2 snapshot=v2@49", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void KeepsTheNameItPrintsAndIsNotRunTwiceForOnePlan()
    {
        // The script after it fails once, so the upgrade is tried twice.
        using var home = Upgrading("v2").Set("COSMOVISOR_BACKUP_COMMAND", "echo run >>runs; echo tank/node@v2");
        _ = home.Write("cosmovisor/upgrades/v2/migrate", "#!/bin/sh\nmkdir once\n");
        _ = Directory.CreateDirectory(home.In("once"));

        Assert.Equal(70, home.Run("start").Code);
        Directory.Delete(home.In("once"));
        Assert.Equal(0, home.Run("start").Code);

        Assert.Equal("run\n", File.ReadAllText(home.In("runs")));
        var refused = home.Ctl("backup", "restore", "v2", "--yes");
        Assert.Equal(1, refused.Code);
        Assert.Contains("is a snapshot made by COSMOVISOR_BACKUP_COMMAND (tank/node@v2)", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatFailsStopsTheUpgradeWithTheEndOfItsWordsAndIsRunAgain()
    {
        using var home = Upgrading("v2").Set("COSMOVISOR_BACKUP_COMMAND", "echo no such pool >&2; [ -e pool ]");

        var failed = home.Run("start");

        Assert.Equal(70, failed.Code);
        Assert.Equal("genesis", home.Current);
        Assert.Contains("failed at Backup", failed.Error, StringComparison.Ordinal);
        Assert.Contains("ended with code 1, expected code 0. Its output ended with: no such pool", failed.Error, StringComparison.Ordinal);

        _ = home.Write("pool", "");
        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void EndsWithAllItStartedWhenWeAreAskedToEnd()
    {
        using var home = Upgrading("v2")
            .Set("COSMOVISOR_BACKUP_COMMAND", "sleep 300 & echo $! >one; setsid sleep 300 & echo $! >two; echo $$ >three; wait");
        using var run = home.Start("start");
        int[] pids = [Pid(home, "one"), Pid(home, "two"), Pid(home, "three")];

        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.DoesNotContain(pids, Processes.IsAlive);
        Assert.Equal("genesis", home.Current);
        Assert.Contains("step=Backup signal=TERM", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void EndsWithAllItStartedToWhenNoDaemonRan()
    {
        using var home = Upgrading("v2").Set("COSMOVISOR_BACKUP_COMMAND", "[ -e again ] || exit 1; setsid sleep 300 & echo $! >one; wait");
        Assert.Equal(70, home.Run("start").Code);
        _ = home.Write("again", "");
        using var run = home.Start("start");
        var pid = Pid(home, "one");

        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.False(Processes.IsAlive(pid));
    }

    [Fact]
    public static void MayTakeAsLongAsItNeedsAndTheServiceManagerIsTold()
    {
        using var home = Upgrading("v2").Set("COSMOVISOR_BACKUP_COMMAND", "until [ -e enough ]; do sleep 0.02; done")
            .Set("COSMOVISOR_HOOK_TIMEOUT", "1ms");
        using var manager = new ServiceManager(home.In("notify"));
        _ = home.Set("NOTIFY_SOCKET", home.In("notify"));
        using var run = home.Start("start");
        _ = manager.Await("RELOADING=1");

        // By itself every ten seconds: systemd was promised a minute.
        _ = manager.Await("EXTEND_TIMEOUT_USEC=60000000");
        _ = home.Write("enough", "");

        Assert.Equal(0, run.End().Code);
    }

    private static NodeHome Upgrading(string plan) =>
        new NodeHome()
            .Install("genesis", Scripts.Halt(plan))
            .Install($"upgrades/{Uri.EscapeDataString(plan)}", "echo new")
            .Write("data/file", "x")
            .Set("DAEMON_SHUTDOWN_GRACE", "2s");

    private static int Pid(NodeHome home, string file) => int.Parse(home.Written(file), System.Globalization.CultureInfo.InvariantCulture);
}
