using System.Globalization;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>What a supervisor costs while nothing happens, and after very much has happened.</summary>
[Collection(Quiet.Name)]
public static class Costs
{
    private const int Lives = 1200;
    private const int WarmUp = 3;
    private const int LargestAtRest = 10_000; // kB; the aim is 8 MB, and what the kernel maps beside a page is its own affair
    private const string SharedMemory = "/dev/shm";

    private static string? InMemory => Directory.Exists(SharedMemory) ? SharedMemory : null;

    /// <summary>Soon after the start its pages are given back (StartPages): what is still needed must still be there.</summary>
    [Fact]
    public static void LeaveWhatIsNeededForTheRestOfALife()
    {
        using var home = new NodeHome().Install("genesis", "sleep 0.5; head -c 300000000 /dev/zero; exit 7");

        Assert.Equal("7 300000000\n", home.RunBash("cd \"$DAEMON_HOME\"; \"$EXE\" start >out; echo $? $(stat -c %s out)").Output);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void NotOneWakeUpWhileNothingHappens(string words)
    {
        Assert.SkipUnless(Executable.IsNative, "the JIT compiles and collects in the background");
        using var home = new NodeHome().Install("genesis", "echo up; exec sleep 60");
        using var run = home.Start(words.Split(' ')).AwaitOutput("up");

        NeverWakesUp(run.Pid);
    }

    [Fact]
    public static void NotOneWakeUpAfterAnUpgradeEither()
    {
        Assert.SkipUnless(Executable.IsNative, "the JIT compiles and collects in the background");
        using var site = new SlowSite("#!/bin/sh\n[ $1 = start ] || exit 0\necho up; exec sleep 90\n");
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2", info: $"{{\"binaries\":{{\"any\":\"{site.Link}\"}}}}"))
            .Write("data/some", "thing");
        _ = home.Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true")
            .Set("DAEMON_BACKUP_DATA_DIR", home.In("data"))
            .Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        using var run = home.Start("start").AwaitOutput("up\n");

        NeverWakesUp(run.Pid);
        Assert.InRange(Processes.Kilobytes(run.Pid, "VmRSS"), 0, LargestAtRest);
    }

    [Fact]
    public static void NoDescriptorAndNoMemoryALife()
    {
        using var home = new NodeHome(InMemory).Install("genesis", Life(0)); // each switch waits for the disk twice, where there is one
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        for (var i = 1; i <= Lives; i++)
        {
            home.InstallUpgrade($"v{i}", i < Lives ? Life(i) : "echo the last one; exit 21");
        }

        using var run = home.Start("start");
        run.AwaitEnd(TimeSpan.FromMinutes(8));
        var end = run.End();

        Assert.Equal(21, end.Code);
        var lives = end.Output.Split('\n').Where(line => line.StartsWith("life ", StringComparison.Ordinal)).Select(line => line.Split(' '))
            .ToArray();
        Assert.Equal(Enumerable.Range(0, Lives), lives.Select(life => Number(life[1])));
        Assert.All(lives[WarmUp..], life => Assert.Equal(lives[WarmUp - 1][2], life[2]));
        Assert.InRange(Number(lives[^1][3]) - Number(lives[WarmUp - 1][3]), int.MinValue, Executable.IsNative ? 2_500 : 60_000);
    }

    [Fact]
    [Trait("Weight", "Heavy")]
    public static void NotAByteInTenThousandLives()
    {
        var each = Executable.IsNative ? 2500 : 50;
        string[] scripts = [.. Enumerable.Range(1, 4).Select(
            i =>
                $"for i in $(seq {i}00000 {i}0{each - 1:0000}); do \"$EXE\" start $i || echo code $?; done | cmp - <(seq -f 'start %.0f' {i}00000 {i}0{each - 1:0000}) && echo the same")
            ];
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

    // Number of the life, open descriptors and resident kilobytes of the supervisor; then on to the next. Only words of the shell: a
    // program each would take most of the time. The first ones and the last live until everything is open that a longer life has, and given
    // back what it gives back. Of each the streams of the one before may still be on their way out, so it looks again.
    private static string Life(int number) =>
        $$"""
        {{(number < WarmUp || number == Lives - 1 ? "sleep 0.6" : ":")}}
        open() { set -- /proc/$PPID/fd/*; n=$#; }
        base=999; [ {{number}} -lt {{WarmUp}} ] || read base <"$DAEMON_HOME/base"
        open; try=0
        while [ $n -gt $base ] && [ $try -lt 100 ]; do sleep 0.05; try=$((try + 1)); open; done
        [ {{number}} -ge {{WarmUp}} ] || { sleep 0.2; open; echo $n >"$DAEMON_HOME/base"; }
        while read name value unit; do [ $name = VmRSS: ] && echo life {{number}} $n $value; done </proc/$PPID/status
        {{Sentences.Halt($"v{number + 1}")}}
        exit 2
        """;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void NeverWakesUp(int pid)
    {
        Wait.Until("a supervisor at rest", () => AtRest(pid, TimeSpan.FromMilliseconds(500)));

        // The promise is about time that passes. A timer of a download, long called off, wakes its thread once.
        Wait.Until("ten seconds without a wake-up", () => AtRest(pid, TimeSpan.FromSeconds(10)));
    }

    private static bool AtRest(int pid, TimeSpan time)
    {
        var before = Processes.ContextSwitches(pid);
        Thread.Sleep(time);
        return Processes.ContextSwitches(pid) == before;
    }
}
