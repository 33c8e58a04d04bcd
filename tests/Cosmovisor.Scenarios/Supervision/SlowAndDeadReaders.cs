using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>A reader that does not read slows the node as it would without us, and stops nothing else.</summary>
public static class SlowAndDeadReaders
{
    // The reader does not touch the stream until somebody writes to the fifo.
    private const string StuckReader =
        "mkfifo \"$DAEMON_HOME/go\"; \"$EXE\" start | { cat \"$DAEMON_HOME/go\" >/dev/null; cat; }; exit ${PIPESTATUS[0]}";

    [Fact]
    public static void SlowTheNodeButNotItsSignals()
    {
        using var home = new NodeHome().Install(
            "genesis",
            "trap 'echo got USR1 >>\"$DAEMON_HOME/told\"' USR1; { seq 1 600000; echo done >>\"$DAEMON_HOME/told\"; } & s=$!; echo up >&2; while kill -0 $s; do sleep 0.02; done 2>/dev/null; exit 3");
        using var run = home.StartBash(StuckReader).AwaitError("up\n");
        var supervisor = home.Supervisor();
        Wait.Until("a writer that has to wait", () => Processes.ChildrenOf(Processes.OnlyChildOf(supervisor)).Any(pid => Waits(pid)));

        Signal.Send(supervisor, Run.Usr1);

        Assert.Equal("got USR1", home.Written("told"));
        Go(home);
        var end = run.End();
        Assert.Equal(string.Concat(Enumerable.Range(1, 600_000).Select(i => $"{i}\n")), end.Output);
        Assert.Equal(3, end.Code);
    }

    [Fact]
    public static void DoNotHoldUpAnUpgradeAndGetEveryByteInOrder()
    {
        using var home = new NodeHome().Install("genesis", "seq 1 200000; { " + Sentences.Halt("chain2") + "; } >&2; exec sleep 60");
        home.InstallUpgrade("chain2", "echo new >>\"$DAEMON_HOME/lives\"; echo the new binary; exit 5");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        using var run = home.StartBash(StuckReader);

        Assert.Equal("new", home.Written("lives"));
        Assert.Equal("upgrades/chain2", home.Current);
        Go(home);
        var end = run.End();

        Assert.Equal(string.Concat(Enumerable.Range(1, 200_000).Select(i => $"{i}\n")) + "the new binary\n", end.Output);
        Assert.Equal(5, end.Code);
    }

    [Fact]
    public static void DoNotHideAnAnnouncementOnTheirOwnStream()
    {
        using var home = new NodeHome().Install("genesis", "seq 1 200000; " + Sentences.Halt("chain2") + "; exec sleep 60");
        home.InstallUpgrade("chain2", "echo new >>\"$DAEMON_HOME/lives\"");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        using var run = home.StartBash(StuckReader);

        // More than the reader's pipe and our buffer hold: the announcement waits in the node's pipe, and is seen there.
        Assert.Equal("new", home.Written("lives"));
        Go(home);
        Assert.EndsWith("panic: UPGRADE \"chain2\" NEEDED at height: 49: {}\n", run.End().Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void CanBeLeftBehindWithASecondTerm()
    {
        using var home = new NodeHome().Install("genesis", "seq 1 200000; echo up >&2; exec sleep 60").Set("DAEMON_SHUTDOWN_GRACE", "600s");
        using var run = home.StartBash(StuckReader).AwaitError("up\n");
        var supervisor = home.Supervisor();

        Signal.Send(supervisor, Run.Terminate);
        run.Await("the node's end", () => home.Log.Contains("was killed by signal 15", StringComparison.Ordinal));
        Assert.True(Processes.IsAlive(supervisor));
        Signal.Send(supervisor, Run.Terminate);
        Wait.Until("our end", () => !Processes.IsAlive(supervisor));

        Go(home);
        Assert.Equal(143, run.End().Code);
    }

    [Fact]
    public static void ThatAreGoneEndTheNodeAsTheyWouldWithoutUs()
    {
        using var home = new NodeHome().Install("genesis", "while :; do echo a line; done");

        var end = home.RunBash("\"$EXE\" start | head -c 20; exit ${PIPESTATUS[0]}");

        Assert.Equal(141, end.Code); // PIPE
    }

    [Fact]
    public static void ThatAreGoneFromOneStreamLeaveTheOtherAlone()
    {
        using var home =
            new NodeHome().Install("genesis", "trap '' PIPE; while echo a line; do :; done 2>/dev/null; echo still here >&2; exit 6");

        var end = home.RunBash("\"$EXE\" start | head -c 20 >/dev/null; exit ${PIPESTATUS[0]}");

        Assert.Equal("still here\n", end.Error);
        Assert.Equal(6, end.Code);
    }

    [Theory]
    [InlineData("\"$EXE\" start >\"$DAEMON_HOME/out\"", "classic")]
    [InlineData(
        "COSMOVISOR_WATCH_OUTPUT=true UNSAFE_SKIP_BACKUP=true \"$EXE\" run start >\"$DAEMON_HOME/out\" 2>\"$DAEMON_HOME/err\"", "sdk")]
    public static void OfAFifoHoldUpNothingEither(string call, string contract)
    {
        using var home = new NodeHome().Install("genesis", "seq 1 200000; " + Sentences.Halt("chain2") + "; exec sleep 60");
        home.InstallUpgrade("chain2", "[ \"$1\" = pre-upgrade ] || echo new >>\"$DAEMON_HOME/lives\"");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        using var run = home.StartBash(
            $"mkfifo \"$DAEMON_HOME/go\" \"$DAEMON_HOME/out\"; {{ exec 3<\"$DAEMON_HOME/out\"; cat \"$DAEMON_HOME/go\" >/dev/null; cat <&3; }} & {call}; code=$?; wait; exit $code");

        Assert.Equal("new", home.Written("lives"));
        Assert.True(home.Current == "upgrades/chain2", contract);
        Go(home);
        Assert.EndsWith("panic: UPGRADE \"chain2\" NEEDED at height: 49: {}\n", run.End().Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfOurOwnWordsHoldUpNeitherSignalsNorAnUpgrade()
    {
        // Of the sdk contract, where our log shares standard error with a node that fills it.
        using var home = new NodeHome().Write("data/here", "").Install(
            "genesis",
            "trap 'echo told >>\"$DAEMON_HOME/told\"' USR1; { head -c 4000000 /dev/zero >&2; :; } & while :; do sleep 0.01; done");
        home.InstallUpgrade("chain2", "[ \"$1\" = pre-upgrade ] || { echo new >>\"$DAEMON_HOME/lives\"; exec sleep 60; }");
        home.Settings["UNSAFE_SKIP_BACKUP"] = "true";
        using var run = home.StartBash(StuckReader.Replace("start", "run start 2>&1", StringComparison.Ordinal));
        var supervisor = home.Supervisor();
        Wait.Until("a writer that has to wait", () => Processes.ChildrenOf(Processes.OnlyChildOf(supervisor)).Any(Waits));

        for (var times = 1; times <= 5; times++)
        {
            Signal.Send(supervisor, Run.Usr1);
            Wait.Until("the signal at the node", () => File.Exists(home.In("told")) && File.ReadAllLines(home.In("told")).Length == times);
        }

        _ = home.Write("next", """{"name":"chain2","height":49}""");
        File.Move(home.In("next"), home.In("data/upgrade-info.json"));
        Assert.Equal("new", home.Written("lives"));
        Signal.Send(supervisor, Run.Terminate);
        Signal.Send(supervisor, Run.Terminate);
        Wait.Until("our end", () => !Processes.IsAlive(supervisor));

        Go(home);
        Assert.Equal(143, run.End().Code);
    }

    [Fact]
    public static void ThatWereNeverThereAreNotThereForTheNodeEither()
    {
        Assert.SkipUnless(Executable.IsNative, "under the JIT nobody can tell what was closed");
        using var home = new NodeHome().Install("genesis", "echo a line 2>/dev/null || exit 5");

        Assert.Equal(5, home.RunBash("\"$EXE\" start >&-").Code);
        Assert.Equal(5, home.RunBash("\"$EXE\" run start >&-").Code);
    }

    private static void Go(NodeHome home) => File.WriteAllText(home.In("go"), "go\n");

    // The name of the kernel's function it sleeps in; not to be had everywhere, so a sleeping writer is enough there.
    private static bool Waits(int pid) => Processes.ChildrenOf(pid) is [var writer] && Processes.State(writer) == 'S';
}
