using System.Diagnostics;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>In a container the supervisor is pid 1: nobody else is there to reap, and signals it does not ask for do nothing.</summary>
public static class AsPid1
{
    private const string Unshare = "unshare --user --map-root-user --pid --fork --mount-proc";

    [Fact]
    public static void SignalsWorkAndTheExitCodePasses()
    {
        using var home = Container("trap 'echo got HUP' HUP; trap 'exit 7' TERM; echo parent=$PPID; while :; do sleep 0.02; done");
        using var run = home.StartBash($"exec {Unshare} \"$EXE\" start").AwaitOutput("parent=1\n");
        var supervisor = Processes.OnlyChildOf(run.Pid);

        Signal.Send(supervisor, Run.Hangup);
        run.AwaitOutput("got HUP");
        Signal.Send(supervisor, Run.Terminate);

        Assert.Equal(7, run.End().Code);
    }

    [Fact]
    public static void OrphansAreReaped()
    {
        using var home = Container("for i in 1 2 3 4 5; do sh -c 'setsid sleep 0.05 &'; done; echo all started; exec sleep 60");
        using var run = home.StartBash($"exec {Unshare} \"$EXE\" start").AwaitOutput("all started");
        var supervisor = Processes.OnlyChildOf(run.Pid);

        Wait.Until("the node alone", () => Processes.ChildrenOf(supervisor) is [var node] && Processes.State(node) == 'S');
    }

    [Fact]
    public static void WhatTheNodeLeavesBehindDoesNotHoldUpTheEnd()
    {
        using var home = Container("setsid sleep 600 & sleep 0.1; exit 9");

        Assert.Equal(9, home.RunBash($"{Unshare} \"$EXE\" start").Code);
    }

    [Fact]
    public static void ANewBinaryIsStartedAsAnywhere()
    {
        using var home = Container(Sentences.Halt("chain2") + "\nsetsid sleep 600 &\nexec sleep 600");
        home.InstallUpgrade("chain2", "ps -e -o comm= | grep -c sleep; exit 12");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        var end = home.RunBash($"{Unshare} \"$EXE\" start");

        Assert.EndsWith("\n0\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(12, end.Code);
    }

    private static NodeHome Container(string script)
    {
        using var allowed = Process.Start(new ProcessStartInfo("sh", ["-c", $"{Unshare} true 2>/dev/null"]));
        allowed?.WaitForExit();
        Assert.SkipUnless(allowed?.ExitCode == 0, $"a pid namespace is not to be had here ({Unshare})");
        return new NodeHome().Install("genesis", script);
    }
}
