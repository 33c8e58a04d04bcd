using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Whoever signals the supervisor means the node.</summary>
public static class SignalsToTheNode
{
    private const int Alarm = 14;
    private const int RealTime = 40;

    private static readonly int[] All =
        [
            Run.Hangup,
            Run.Interrupt,
            Run.Quit,
            Run.Usr1,
            Run.Usr2,
            Alarm,
            Run.Terminate,
            Run.Continue,
            Run.TerminalStop,
            Run.WindowChanged,
            35,
            RealTime,
            64
        ];

    // Numbers its lines, so that a signal that came twice or not at all is seen.
    private static readonly string Listener =
        $$"""
        n=0
        got() { n=$((n+1)); echo "$n: got $1"; }
        for s in {{string.Join(' ', All)}}; do trap "got $s" $s; done
        echo ready
        while :; do sleep 0.02; done
        """;

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void ReachItEachTime(string words)
    {
        using var home = new NodeHome().Install("genesis", Listener);
        using var run = home.Start(words.Split(' ')).AwaitOutput("ready");
        var number = 0;

        foreach (var signal in Enumerable.Repeat(All, 3).SelectMany(all => all))
        {
            run.Signal(signal);
            run.AwaitOutput($"{++number}: got {signal.ToString(CultureInfo.InvariantCulture)}\n");
        }
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void AllAtOnceReachItAll(string words)
    {
        using var home = new NodeHome().Install("genesis", Listener);
        using var run = home.Start(words.Split(' ')).AwaitOutput("ready");

        // Not CONT: by POSIX it takes back a TSTP that has not been delivered yet, and the other way round.
        foreach (var signal in All.Except([Run.Continue]))
        {
            run.Signal(signal);
        }

        foreach (var signal in All.Except([Run.Continue]))
        {
            run.AwaitOutput($": got {signal.ToString(CultureInfo.InvariantCulture)}\n");
        }
    }

    [Fact]
    public static void ReachASimulatedNodeThatFlushesItsDatabases()
    {
        using var home = new NodeHome();
        home.InstallNode("genesis", $"--home {home.Path} --log-signals --say-ready --term-delay 100 --term-code 6");
        using var run = home.Start("start").AwaitOutput("ready pid=");

        run.Signal(Run.Hangup);
        run.AwaitOutput("signal HUP");
        run.Signal(Run.Terminate);
        var end = run.End();

        Assert.Contains("Flushed", end.Output, StringComparison.Ordinal);
        Assert.Equal(6, end.Code);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void CountTheSecondTermToo(string words)
    {
        using var home = new NodeHome()
            .Install("genesis", "trap 'n=$((n+1)); echo TERM $n; [ $n -lt 2 ] || exit 3' TERM; echo ready; while :; do sleep 0.02; done");
        using var run = home.Start(words.Split(' ')).AwaitOutput("ready");

        run.Signal(Run.Terminate);
        run.AwaitOutput("TERM 1");
        run.Signal(Run.Terminate);

        Assert.Equal(3, run.End().Code);
    }

    [Fact]
    public static void AreNotLostBeforeTheNodeIsThere()
    {
        Assert.SkipUnless(Executable.IsNative, "under the JIT the runtime starts before our first line");
        using var home = new NodeHome().Install("genesis", "exec sleep 60");

        for (var i = 0; i < 100; i++)
        {
            using var run = home.Start("start");
            var started = Stopwatch.GetTimestamp();
            SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(started).TotalMicroseconds > i * 100);

            run.Signal(Run.Terminate);

            Assert.Equal(143, run.End().Code);
        }
    }

    [Theory]
    [InlineData(Run.Terminate)]
    [InlineData(Run.Interrupt)]
    [InlineData(Run.Quit)]
    [InlineData(Run.Hangup)] // it would end any program that does not ask for it
    public static void BetweenTwoLivesEndTheUpgradeBeforeItsNextStep(int signal)
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexec sleep 60");
        home.InstallUpgrade("chain2", "echo never started");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["DAEMON_RESTART_DELAY"] = "40s";
        using var run = home.Start("start");
        run.Await("the end of the old binary", () => home.Log.Contains("was killed by signal 15", StringComparison.Ordinal));

        run.Signal(signal);
        var end = run.End();

        Assert.Equal(128 + signal, end.Code);
        Assert.Equal("genesis", home.Current);
        Assert.DoesNotContain("never started", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void BetweenTwoLivesAHangUpIsNothingToOneThatWasStartedToIgnoreIt()
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexec sleep 60");
        home.InstallUpgrade("chain2", "echo the new one");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["DAEMON_RESTART_DELAY"] = "1s";
        using var run = home.StartBash("exec nohup \"$EXE\" start");
        run.Await("the end of the old binary", () => home.Log.Contains("was killed by signal 15", StringComparison.Ordinal));

        run.Signal(Run.Hangup);
        var end = run.End();

        Assert.EndsWith("the new one\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(0, end.Code);
    }

    [Fact]
    public static void BetweenTwoLivesAreNotMistakenForTheEnd()
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexec sleep 60");
        home.InstallUpgrade("chain2", "echo the new one");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["DAEMON_RESTART_DELAY"] = "1s";
        using var run = home.Start("start");
        run.Await("the end of the old binary", () => home.Log.Contains("was killed by signal 15", StringComparison.Ordinal));

        foreach (var signal in new[] { Run.Usr1, Run.Usr2, Run.Continue, Run.WindowChanged, Run.TerminalStop, Alarm, RealTime })
        {
            run.Signal(signal);
        }

        var end = run.End();

        Assert.EndsWith("the new one\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(0, end.Code);
    }

    [Fact]
    public static void DuringTheStopReachTheNodeThatIsBeingStopped()
    {
        using var home = new NodeHome().Install(
            "genesis",
            $"trap 'n=$((n+1)); echo TERM $n; [ $n -lt 2 ] || exit 0' TERM\n{Sentences.Halt("chain2")}\nwhile :; do sleep 0.02; done");
        home.InstallUpgrade("chain2", "echo never started");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["DAEMON_SHUTDOWN_GRACE"] = "40s";
        using var run = home.Start("start").AwaitOutput("TERM 1");

        run.Signal(Run.Terminate);
        var end = run.End();

        Assert.Contains("TERM 2", end.Output, StringComparison.Ordinal);
        Assert.Equal(143, end.Code);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void ThatStopItAreUndoneByCont()
    {
        Assert.SkipWhen(
            Processes.AreInAnOrphanedGroup(),
            "the tests run in an orphaned process group, in which TSTP stops nobody; the tests on a terminal have a group of their own");
        using var home = new NodeHome().Install("genesis", "echo $$; read line; echo \"$line\"");
        using var run = home.Start("start").AwaitOutput("\n");
        var node = int.Parse(run.OutputSoFar, CultureInfo.InvariantCulture);

        run.Signal(Run.TerminalStop);
        Wait.Until("a stopped node", () => Processes.State(node) == 'T');
        run.Signal(Run.Continue);
        Wait.Until("a running node", () => Processes.State(node) is 'S' or 'R');
        run.Input.Write("on we go\n"u8);

        Assert.EndsWith("on we go\n", run.End().Output, StringComparison.Ordinal);
    }
}
