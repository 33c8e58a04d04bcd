using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>One binary ends and the next begins, and neither is blamed for the other.</summary>
public static class BetweenTwoLives
{
    [Theory]
    [InlineData("{0}; {0}; exec sleep 60")] // a node may say it twice before it is stopped
    [InlineData("{0}; trap '{1}; exit' TERM; while :; do sleep 0.02; done")] // or once more while it is
    [InlineData("{0}; (sleep 0.05; {0}) & exec sleep 60")] // or have it said by a child
    public static void TheOldOnesLastWordsAreNotTheNewOnes(string script)
    {
        var halt = Sentences.Halt("chain2").ReplaceLineEndings("; ");
        using var home = new NodeHome().Install("genesis", script.Replace("{0}", halt, StringComparison.Ordinal)
            .Replace("{1}", halt.Replace("'", "'\\''", StringComparison.Ordinal), StringComparison.Ordinal));
        home.InstallUpgrade("chain2", "sleep 0.2; echo the new one; exit 7");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        var end = home.Run("start");

        Assert.Equal("", end.Error);
        Assert.EndsWith("the new one\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(7, end.Code);
    }

    [Fact]
    public static void ASignalIsForNeither()
    {
        // Sent while the main thread waits for a disk: every flush takes a third of a second here.
        SystemTool.Need("strace");
        using var home = Upgrading("trap 'echo told' USR1; sleep 0.3; exit 7", ":");
        using var run = new Run(
            "/usr/bin/strace",
            ["-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:delay_exit=300000", Executable.Cosmovisor, "start"],
            home.Variables());
        _ = run.Await("the migration's end", () => home.Log.Contains("step done step=CustomPreUpgrade", StringComparison.Ordinal));

        Signal.Send(home.Supervisor(), Run.Usr1);

        var end = run.End();
        Assert.DoesNotContain("told", end.Output, StringComparison.Ordinal);
        Assert.True(end.Code == 7, home.Log);
        Assert.Contains("signal received while no daemon runs signal=USR1", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void ATermEndsUsBeforeTheNextOne()
    {
        // The last words of the old one wait for a reader that does not read, and the new one, whose streams are not ours to read, waits
        // for them.
        using var home = new NodeHome().Write("data/here", "")
            .Install("genesis",
                "seq 1 200000; echo '3:04PM INF committed state app_hash=00 height=6 module=state num_txs=0'; echo '3:04PM INF halting node per configuration height=7 module=server time=0'; exec sleep 60")
            .Write("new", "#!/bin/sh\n[ \"$1\" = pre-upgrade ] && exit 1\necho new >>\"$DAEMON_HOME/lives\"; exec sleep 60\n");
        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "7").Code);
        home.Settings["UNSAFE_SKIP_BACKUP"] = "true";
        using var run = home.StartBash(
            "mkfifo \"$DAEMON_HOME/go\"; \"$EXE\" run start --home \"$DAEMON_HOME\" | { cat \"$DAEMON_HOME/go\" >/dev/null; cat; }; exit ${PIPESTATUS[0]}")
            .AwaitError("upgrade done");

        Signal.Send(home.Supervisor(), Run.Terminate);
        Signal.Send(home.Supervisor(), Run.Terminate);
        File.WriteAllText(home.In("go"), "go\n");

        Assert.Equal(143, run.End().Code);
        Assert.False(File.Exists(home.In("lives")));
    }

    [Fact]
    public static void ATermWhileARestartWaitsForTheDataEndsUs()
    {
        using var home = new NodeHome().Install("genesis", "trap 'exit 0' TERM; echo up; while :; do sleep 0.02; done")
            .Write("data/application.db/LOCK", "");
        using var holder = Python.Holds(home.In("data/application.db/LOCK"), home.Variables());
        using var run = home.Start("start").AwaitOutput("up");

        run.Signal(Restart);
        _ = run.Await("the wait", () => home.Log.Contains("waiting for a database lock", StringComparison.Ordinal));
        run.Signal(Run.Terminate);

        var end = run.End();
        Assert.Equal((0, ""), (end.Code, end.Error)); // the daemon's own, which ended well when it was stopped
    }

    [Fact]
    public static void OldBackupsGoWhileTheNewOneRuns()
    {
        using var home = Upgrading(
            "until grep -q 'backup removed' \"$DAEMON_HOME/cosmovisor/cosmovisor.log\"; do sleep 0.02; done; exit 7",
            ":").Set("DAEMON_BACKUP_DATA_DIR", "").Set("COSMOVISOR_BACKUP_KEEP", "1");
        home.Settings["DAEMON_BACKUP_DATA_DIR"] = home.Write("data/a", "1").In("data");
        Assert.Equal(0, home.Ctl("backup", "create", "--name", "v0").Code);

        Assert.Equal(7, home.Run("start").Code);
        Assert.Contains("backup removed name=v0", home.Log, StringComparison.Ordinal);
        Assert.True(home.Log.IndexOf("daemon started version=upgrades/chain2", StringComparison.Ordinal) < home.Log.IndexOf(
            "backup removed", StringComparison.Ordinal));
    }

    private const int Restart = 41;

    private static NodeHome Upgrading(string newOne, string migrate)
    {
        var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexec sleep 60")
            .Write("cosmovisor/upgrades/chain2/migrate", $"#!/bin/sh\n{migrate}\n");
        home.InstallUpgrade("chain2", newOne);
        return home.Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
    }
}
