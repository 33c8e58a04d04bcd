using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>What the node can do without must not take the node down: here our own limit of open files is reached while it runs.</summary>
public static class WhenNoMoreFilesMayBeOpened
{
    [Fact]
    public static void ALookAheadFailsAndTheNodeGoesOn()
    {
        Assert.SkipUnless(Executable.IsNative, "the runtime of a build opens files of its own");
        Assert.SkipUnless(File.Exists("/usr/bin/prlimit"), "prlimit (util-linux) is not installed");
        using var home = new NodeHome().Write("data/here", "").Set("COSMOVISOR_LOOK_AHEAD", "5s")
            .Install("genesis", "trap 'exit 7' TERM; echo up; while :; do sleep 0.1; done");
        using var run = home.Start("run", "start").AwaitOutput("up");

        Limit(run.Pid, soft: LowestFree(run.Pid));
        _ = run.AwaitError("Too many open files");
        Limit(run.Pid, soft: 1024);

        Assert.False(run.HasEnded);
        run.Signal(Run.Terminate);
        Assert.True(run.End().Code == 7, home.Log);
    }

    // Every one below it is taken, and those above stay open.
    private static int LowestFree(int pid)
    {
        var open = Directory.GetFiles($"/proc/{pid}/fd").Select(file => int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture));
        return Enumerable.Range(0, 1024).Except(open).First();
    }

    private static void Limit(int pid, int soft)
    {
        using var prlimit = new Run("/usr/bin/prlimit", ["--pid", $"{pid}", $"--nofile={soft}:"], new Dictionary<string, string>());
        Assert.Equal(0, prlimit.End().Code);
    }
}
