using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>What a supervisor costs while nothing happens, and after very much has happened.</summary>
[Collection(Quiet.Name)]
public static class Costs
{
    private const int Lives = 200;

    /// <summary>Soon after the start its pages are given back (StartPages): what is still needed must still be there.</summary>
    [Fact]
    public static void LeaveWhatIsNeededForTheRestOfALife()
    {
        using var home = new NodeHome().Install("genesis", "sleep 0.5; head -c 300000000 /dev/zero; exit 7");

        Assert.Equal("7 300000000\n", home.RunBash("cd \"$DAEMON_HOME\"; \"$EXE\" start >out; echo $? $(stat -c %s out)").Output);
    }

    [Fact]
    public static void NotOneWakeUpWhileNothingHappens()
    {
        Assert.SkipUnless(Executable.IsNative, "the JIT compiles and collects in the background");
        using var home = new NodeHome().Install("genesis", "echo up; exec sleep 60");
        using var run = home.Start("start").AwaitOutput("up");
        Soon.Is("a supervisor at rest", () => AtRest(run.Pid));
        var before = Processes.ContextSwitches(run.Pid);

        Thread.Sleep(TimeSpan.FromSeconds(10)); // the promise is about time that passes

        Assert.Equal(before, Processes.ContextSwitches(run.Pid));
    }

    [Fact]
    public static void NoDescriptorAndNoMemoryALife()
    {
        using var home = new NodeHome().Install("genesis", Life(0));
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        for (var i = 1; i <= Lives; i++)
        {
            home.InstallUpgrade($"v{i}", i < Lives ? Life(i) : "echo the last one; exit 21");
        }

        using var run = home.Start("start");
        run.AwaitEnd(TimeSpan.FromMinutes(5)); // each switch waits for the disk twice
        var end = run.End();

        Assert.Equal(21, end.Code);
        var lives = end.Output.Split('\n').Where(line => line.StartsWith("life ", StringComparison.Ordinal)).Select(line => line.Split(' ')).ToArray();
        Assert.Equal(Enumerable.Range(0, Lives), lives.Select(life => Number(life[1])));
        var descriptors = lives[2..].Select(life => Number(life[2])).ToArray();
        Assert.InRange(descriptors.Max(), descriptors.Min(), descriptors.Min() + 10); // streams of the last lives may still be on their way out; a leak would be hundreds
        Assert.InRange(Number(lives[^1][3]) - Number(lives[20][3]), int.MinValue, Executable.IsNative ? 2_000 : 30_000);
    }

    [Fact]
    [Trait("Weight", "Heavy")]
    public static void NotAByteInTenThousandLives()
    {
        var each = Executable.IsNative ? 2500 : 50;
        string[] scripts = [.. Enumerable.Range(1, 4).Select(i => $"for i in $(seq {i}00000 {i}0{each - 1:0000}); do \"$EXE\" start $i || echo code $?; done | cmp - <(seq -f 'start %.0f' {i}00000 {i}0{each - 1:0000}) && echo the same")];
        var homes = scripts.Select(_ => new NodeHome()).ToArray();

        try
        {
            var runs = homes.Zip(scripts).Select(pair =>
            {
                _ = Directory.CreateDirectory(pair.First.In("cosmovisor/genesis/bin"));
                _ = File.CreateSymbolicLink(pair.First.In($"cosmovisor/genesis/bin/{NodeHome.DaemonName}"), "/bin/echo");
                return pair.First.StartBash(pair.Second);
            }).ToArray();

            foreach (var run in runs)
            {
                using (run)
                {
                    run.AwaitEnd(TimeSpan.FromMinutes(5));
                    Assert.Equal("the same\n", run.OutputSoFar);
                }
            }
        }
        finally
        {
            Array.ForEach(homes, home => home.Dispose());
        }
    }

    // Number of the life, open descriptors and resident kilobytes of the supervisor; then on to the next.
    private static string Life(int number) =>
        $"""
        echo life {number} $(ls /proc/$PPID/fd | wc -l) $(grep VmRSS /proc/$PPID/status | tr -dc 0-9)
        {Sentences.Halt($"v{number + 1}")}
        exit 2
        """;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static bool AtRest(int pid)
    {
        var before = Processes.ContextSwitches(pid);
        Thread.Sleep(500);
        return Processes.ContextSwitches(pid) == before;
    }
}
