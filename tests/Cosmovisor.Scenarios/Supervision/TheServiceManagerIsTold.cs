using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>sd_notify(3), as a unit with Type=notify-reload and WatchdogSec sees it.</summary>
[Collection(Quiet.Name)]
public static class TheServiceManagerIsTold
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public static void WhenTheNodeRunsWhenItIsUpgradedAndWhenItEnds(bool isAbstract)
    {
        using var home = new NodeHome().Install("genesis", "sleep 0.1\n" + Sentences.Halt("chain2") + "\nexec sleep 60");
        home.InstallUpgrade("chain2", "echo new; read wait");
        using var manager = Manager(home, isAbstract);
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        using var run = home.Start("start");

        var ready = manager.Next();
        var reloading = manager.Next();
        var readyAgain = manager.Next();
        _ = run.End();
        var stopping = manager.Next();

        Assert.Contains("READY=1", ready);
        Assert.Contains($"MAINPID={run.Pid}", ready);
        Assert.Contains(ready, line => line.StartsWith("STATUS=running genesis", StringComparison.Ordinal));
        Assert.Contains("RELOADING=1", reloading);
        Assert.Contains(reloading, line => line.StartsWith("STATUS=upgrading to chain2", StringComparison.Ordinal));
        Assert.InRange(Number(reloading, "EXTEND_TIMEOUT_USEC="), 1_000_000, long.MaxValue);
        // CLOCK_MONOTONIC: what systemd compares it with, to the microsecond.
        Assert.InRange(Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000) - Number(reloading, "MONOTONIC_USEC="), 0, 60_000_000);
        Assert.Contains("READY=1", readyAgain);
        Assert.Contains(readyAgain, line => line.StartsWith("STATUS=running upgrades/chain2", StringComparison.Ordinal));
        Assert.Contains("STOPPING=1", stopping);
        Assert.False(manager.HasMail);
    }

    [Fact]
    public static void ThatTheNodeWasAskedToEnd()
    {
        using var home = new NodeHome().Install("genesis", "trap 'read wait; exit 5' TERM; echo is ready; while :; do sleep 0.02; done");
        using var manager = Manager(home, isAbstract: false);
        using var run = home.Start("start").AwaitOutput("is ready");
        _ = manager.Next();

        run.Signal(Run.Terminate);

        Assert.StartsWith("STATUS=TERM passed on, waiting for the daemon's end (pid ", manager.Next()[0], StringComparison.Ordinal);
        Assert.Equal(5, run.End().Code);
        Assert.Contains("STOPPING=1", manager.Next());
        Assert.False(manager.HasMail);
    }

    [Fact]
    public static void ThatWeEndWithoutANode()
    {
        using var home = new NodeHome();
        using var manager = Manager(home, isAbstract: false);

        Assert.Equal(66, home.Run("start").Code);

        var stopping = manager.Next();
        Assert.Contains("STOPPING=1", stopping);
        Assert.Contains(stopping, line => line.StartsWith("STATUS=there is no daemon binary at ", StringComparison.Ordinal));
        Assert.False(manager.HasMail);
    }

    [Fact]
    public static void ThatAnUpgradeWhichIsCarriedOnWasInterrupted()
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexit 2");
        home.InstallUpgrade("chain2", "echo never started");
        _ = home.Write(
            "cosmovisor/upgrades/chain2/migrate",
            "#!/bin/sh\n[ -e again ] || { touch again; echo two >&2; echo lines >&2; exit 1; }; touch begun; exec sleep 60\n");
        Assert.Equal(70, home.Run("start").Code);
        using var manager = Manager(home, isAbstract: false);
        using var run = home.Start("start").Await("the script", () => File.Exists(home.In("begun")));

        run.Signal(Run.Terminate);

        Assert.Equal(143, run.End().Code);
        Assert.Contains("RELOADING=1", manager.Next());
        var stopping = manager.Next();
        Assert.Contains("STOPPING=1", stopping);
        Assert.Contains("STATUS=upgrade \"chain2\" was interrupted at CustomPreUpgrade", stopping);
        Assert.False(manager.HasMail);
    }

    [Fact]
    public static void InOneLineWhyAnUpgradeFailed()
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2") + "\nexit 2");
        home.InstallUpgrade("chain2", "echo never started");
        _ = home.Write("cosmovisor/upgrades/chain2/migrate", "#!/bin/sh\necho two; echo lines; exit 1\n");
        using var manager = Manager(home, isAbstract: false);

        Assert.Equal(70, home.Run("start").Code);

        Assert.Matches("^STATUS=upgrade \"chain2\" .* two lines.*$", manager.Await("STOPPING=1")[1]);
    }

    [Fact]
    public static void ThatWeAreAliveEveryHalfOfWatchdogUsec()
    {
        using var home = new NodeHome().Install("genesis", "exec sleep 60");
        using var manager = Manager(home, isAbstract: false);
        home.Settings["WATCHDOG_USEC"] = "1000000";
        using var run = home.StartBash("WATCHDOG_PID=$$ exec \"$EXE\" start");
        _ = manager.Await("WATCHDOG=1");

        for (var i = 0; i < 3; i++)
        {
            var last = Stopwatch.GetTimestamp();
            _ = manager.Await("WATCHDOG=1");
            Assert.InRange(Stopwatch.GetElapsedTime(last).TotalMilliseconds, 300, 900);
        }
    }

    [Fact]
    public static void NothingOfTheWatchdogWhenThatIsAnothersProcess()
    {
        using var home = new NodeHome().Install("genesis", "exec sleep 0.5");
        using var manager = Manager(home, isAbstract: false);
        home.Settings["WATCHDOG_USEC"] = "100000";
        home.Settings["WATCHDOG_PID"] = "1";

        _ = home.Run("start");

        while (manager.HasMail)
        {
            Assert.DoesNotContain("WATCHDOG=1", manager.Next());
        }
    }

    [Theory]
    [InlineData("/nowhere/notify")]
    [InlineData("@cosmovisor-nobody-listens")]
    [InlineData("vsock:2:1234")]
    [InlineData("@")]
    [InlineData("relative")]
    public static void OrNobodyIsAndNothingIsHarmed(string socket)
    {
        using var home = new NodeHome().Install("genesis", Sentences.Halt("chain2"));
        home.InstallUpgrade("chain2", "exit 3");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        home.Settings["NOTIFY_SOCKET"] = socket;

        Assert.Equal(3, home.Run("start").Code);
    }

    [Fact]
    public static void AndOneThatDiesOnTheWayHarmsNothing()
    {
        using var home = new NodeHome().Install("genesis", "read wait; exit 8");
        var manager = Manager(home, isAbstract: false);
        using var run = home.Start("start");
        _ = manager.Await("READY=1");

        manager.Dispose();

        Assert.Equal(8, run.End().Code);
    }

    private static ServiceManager Manager(NodeHome home, bool isAbstract)
    {
        var name = isAbstract ? $"@cosmovisor-{Path.GetFileName(home.Path)}" : home.In("notify");
        home.Settings["NOTIFY_SOCKET"] = name;
        return new ServiceManager(name);
    }

    private static long Number(string[] message, string name) =>
        long.Parse(message.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..], CultureInfo.InvariantCulture);
}
