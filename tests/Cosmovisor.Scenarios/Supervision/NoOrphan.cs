using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Nothing the node started outlives it, and nothing of it outlives us.</summary>
[Collection(Quiet.Name)]
public static class NoOrphan
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("start", "--fork 3")]
    [InlineData("start", "--fork-ignore-term 2")]
    [InlineData("start", "--fork-daemonize 2")]
    [InlineData("start", "--fork 1 --fork-ignore-term 1 --fork-daemonize 1")]
    [InlineData("run start", "--fork 1 --fork-ignore-term 1 --fork-daemonize 1")]
    public static void IsLeftWhenWeEnd(string words, string offspring)
    {
        using var home = new NodeHome();
        home.InstallNode("genesis", $"--home {home.Path} --say-ready {offspring}");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";
        using var run = home.Start(words.Split(' ')).AwaitOutput("ready pid=");
        var left = Offspring(home);
        Assert.All(left, pid => Assert.True(Processes.IsAlive(pid)));

        run.Signal(Run.Terminate);

        Assert.Equal(0, run.End().Code);
        Assert.DoesNotContain(left, Processes.IsAlive);
    }

    [Fact]
    public static void IsLeftWhenTheNewBinaryStarts()
    {
        using var home = new NodeHome();
        home.InstallNode(
            "genesis", $"--home {home.Path} --plan chain2@3 --block-time 10 --halt panic --fork 1 --fork-ignore-term 1 --fork-daemonize 1");
        home.InstallUpgrade(
            "chain2",
            "for pid in $(cat \"$DAEMON_HOME/data/simnode.offspring\"); do [ -d /proc/$pid ] && echo $pid is still there; done; echo new");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";

        var end = home.Run("start");

        Assert.Equal(3, Offspring(home).Length);
        Assert.EndsWith("new\n", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("is still there", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start", "migrate")]
    [InlineData("start", "bin/dummyd")] // as pre-upgrade
    [InlineData("run start", "bin/dummyd")]
    public static void IsLeftOfAHookWhenTheNewBinaryStarts(string words, string hook)
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2")
            + "\necho '{\"name\":\"chain2\",\"height\":49}' >\"$DAEMON_HOME/data/upgrade-info.json\"; exit 0").Write("data/here", "");
        const string Leave =
            "setsid sh -c 'echo $$ >\"$DAEMON_HOME/left\"; trap \"\" TERM; exec sleep 600' </dev/null >/dev/null 2>&1 & while [ ! -s \"$DAEMON_HOME/left\" ]; do sleep 0.01; done";
        home.InstallUpgrade(
            "chain2",
            $"if [ \"$1\" = pre-upgrade ]; then {(hook == "migrate" ? ":" : Leave)}; exit 0; fi; [ -d \"/proc/$(cat \"$DAEMON_HOME/left\")\" ] && echo still there; echo new");
        _ = hook == "migrate" ? home.Write("cosmovisor/upgrades/chain2/migrate", $"#!/bin/sh\n{Leave}\n") : home;
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["DAEMON_PREUPGRADE_MAX_RETRIES"] = "0";
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";
        home.Settings["UNSAFE_SKIP_BACKUP"] = "true";

        var end = home.Run(words.Split(' '));

        Assert.EndsWith("new\n", end.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("still there", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsLeftOfAWholeFamily()
    {
        // Each generation is deaf to TERM, and becomes ours only when the one above it has been killed.
        using var home = new NodeHome().Install(
            "genesis",
            """
            trap '' TERM
            family() { echo $$ >>"$DAEMON_HOME/family"; [ $1 = 0 ] || sh -c ". \"$DAEMON_HOME/family.sh\"; family $(($1 - 1))" & sleep 600; }
            setsid sh -c '. "$DAEMON_HOME/family.sh"; family 4' &
            trap - TERM
            while [ "$(wc -l <"$DAEMON_HOME/family" 2>/dev/null)" != 5 ]; do sleep 0.02; done
            echo all there; sleep 600
            """);
        File.WriteAllText(
            home.In("family.sh"),
            "family() { echo $$ >>\"$DAEMON_HOME/family\"; [ $1 = 0 ] || sh -c \". \\\"$DAEMON_HOME/family.sh\\\"; family $(($1 - 1))\" & sleep 600; }\n");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";
        using var run = home.Start("start").AwaitOutput("all there");
        var family = File.ReadAllLines(home.In("family")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToArray();

        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.Equal(5, family.Length);
        Assert.DoesNotContain(family, Processes.IsAlive);
    }

    [Fact]
    public static void IsGivenTheGraceByASecondAskingToEnd()
    {
        using var home = new NodeHome().Install(
            "genesis",
            "setsid sh -c \"trap '' TERM; echo \\$\\$ >\\$DAEMON_HOME/orphan; exec sleep 600\" & while [ ! -s \"$DAEMON_HOME/orphan\" ]; do sleep 0.02; done; echo all there; exec sleep 600");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "10m";
        using var run = home.Start("start").AwaitOutput("all there");
        var orphan = int.Parse(home.Written("orphan"), CultureInfo.InvariantCulture);

        run.Signal(Run.Terminate);
        run.Await("the orphan to be asked", () => home.Log.Contains("ending a process the daemon left behind", StringComparison.Ordinal));
        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.False(Processes.IsAlive(orphan));
    }

    /// <summary>Of another user's process nobody but root can be sure that it ends.</summary>
    [Fact]
    public static void OutOfOurReachHasANewBinaryBesideIt()
    {
        AnotherUser.Need();
        using var home = new NodeHome()
            .Install("genesis",
                $"setsid \"$DAEMON_HOME/asroot\" --reuid=root sleep 600 & echo $! >\"$DAEMON_HOME/orphan\"; sleep 0.3; {Sentences.Halt("chain2")}\nexec sleep 600");
        home.InstallUpgrade("chain2", "echo never started");
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "300ms";
        Assert.Equal(
            "",
            home.RunBash(
                "cp /usr/bin/setpriv \"$DAEMON_HOME/asroot\" && chown -R nobody \"$DAEMON_HOME\" && chown root \"$DAEMON_HOME/asroot\" && chmod 4755 \"$DAEMON_HOME/asroot\"").Error);

        var end = home.RunBash("exec setpriv --reuid=nobody --clear-groups \"$EXE\" start");

        var orphan = int.Parse(home.Written("orphan"), CultureInfo.InvariantCulture);

        try
        {
            Assert.Equal(70, end.Code);
            Assert.Contains(
                $"pid {orphan} (sleep), which the daemon left behind, cannot be ended", end.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("never started", end.Output, StringComparison.Ordinal);
            Assert.Equal("genesis", home.Current);
            Assert.Equal(1, home.Log.Split("cannot be signalled").Length - 1);
            Assert.Equal(1, home.Log.Split("could not be ended").Length - 1);
        }
        finally
        {
            Signal.Send(orphan, Run.Kill);
            Wait.Until("the orphan's end", () => !Processes.IsAlive(orphan));
        }
    }

    [Fact]
    public static void BecomesAZombieWhileTheNodeRuns()
    {
        // sh -c '… &' ends at once, so each sleeper is an orphan that the supervisor adopts.
        using var home = new NodeHome().Install(
            "genesis",
            "for i in 1 2 3 4 5 6 7 8 9; do sh -c 'sh -c \"echo \\$\\$ >>$DAEMON_HOME/orphans; exec sleep 0.05\" &'; done; echo all started; exec sleep 60");
        using var run = home.Start("start").AwaitOutput("all started");
        run.Await("nine orphans", () => File.Exists(home.In("orphans")) && File.ReadAllLines(home.In("orphans")).Length == 9);

        run.Await("none of them, not even a zombie", () => Processes.ChildrenOf(run.Pid) is [var node] && Processes.State(node) == 'S');

        Assert.DoesNotContain(File.ReadAllLines(home.In("orphans")), pid => Directory.Exists($"/proc/{pid}"));
        Assert.False(run.HasEnded);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void IsLeftWhenWeAreKilled(string words)
    {
        using var home = new NodeHome().Install("genesis", "trap '' TERM INT HUP; echo $$; while :; do sleep 0.01; done");
        var best = TimeSpan.MaxValue;

        // Three tries: what is measured is the kernel's promise, and a busy machine may keep the measuring waiting.
        for (var i = 0; i < 3 && best > AtOnce; i++)
        {
            using var run = home.Start(words.Split(' '));
            run.AwaitOutput("\n");
            var node = int.Parse(run.OutputSoFar, CultureInfo.InvariantCulture);

            var killed = Stopwatch.GetTimestamp();
            run.Signal(Run.Kill);
            Wait.Until("the node's death", () => !Processes.IsAlive(node));
            var took = Stopwatch.GetElapsedTime(killed);
            best = took < best ? took : best;
        }

        Assert.True(best <= AtOnce, $"the node lived on for {best.TotalMilliseconds} ms");
    }

    /// <summary>Where the kernel's promise ends, so that nobody relies on it: docs/adr/0002 says so.</summary>
    [Fact]
    public static void IsPreventedByKillOnlyOfABinaryThatKeepsOurUser()
    {
        Assert.SkipUnless(Environment.UserName == "root", "giving a binary to another user needs root");
        using var home = new NodeHome();
        _ = Directory.CreateDirectory(home.In("cosmovisor/genesis/bin"));
        using (var made = new Run(
            "/bin/sh",
            [
                "-c",
                $"cp \"$(readlink -f \"$(command -v sleep)\")\" '{home.In("cosmovisor/genesis/bin/dummyd")}' && chown nobody '{home.In("cosmovisor/genesis/bin/dummyd")}' && chmod 4755 '{home.In("cosmovisor/genesis/bin/dummyd")}'"
            ],
            home.Variables()))
        {
            Assert.Equal(0, made.End().Code);
        }

        using var run = home.Start("60");
        var node = Processes.OnlyChildOf(run.Pid);
        Wait.Until("another user's process", () => Processes.Status(node, "Uid").Split('\t') is [var real, var effective, ..]
            && real != effective);

        run.Signal(Run.Terminate);
        Assert.Equal(143, run.End().Code);
        Assert.False(Processes.IsAlive(node));

        using var again = home.Start("60");
        node = Processes.OnlyChildOf(again.Pid);
        Wait.Until("another user's process", () => Processes.Status(node, "Uid").Split('\t') is [var real, var effective, ..]
            && real != effective);
        again.Signal(Run.Kill);
        _ = again.Await("its end", () => again.HasEnded);

        try
        {
            Assert.True(Processes.IsAlive(node));
        }
        finally
        {
            Signal.Send(node, Run.Kill);
            Wait.Until("the node's end", () => !Processes.IsAlive(node));
        }
    }

    private static int[] Offspring(NodeHome home) =>
        [.. File.ReadAllLines(home.In("data/simnode.offspring")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
}
