using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Logging;

public static class FileLogs
{
    [Fact]
    public static void HoldOneLineAnEvent()
    {
        using var temporary = new TemporaryHome();
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());

        log.Info("daemon started", ("pid", 5));
        log.Warning("two\nlines");

        Assert.Equal(
            [$"{StoppedClock.Now} INFO  daemon started pid=5", $"{StoppedClock.Now} WARN  two\\nlines"],
            File.ReadAllLines(temporary.Home.Log));
    }

    [Fact]
    public static void AreNotMadeBeforeThereIsSomethingToSay()
    {
        using var temporary = new TemporaryHome();

        using (new FileLog(temporary.Home.Log, new StoppedClock()))
        {
        }

        Assert.False(File.Exists(temporary.Home.Log));
    }

    [Fact]
    public static void GiveGroupAndWorldNoRightToWriteAndWorldNoneToRead()
    {
        using var temporary = new TemporaryHome();
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());

        log.Info("x");

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(temporary.Home.Log) & (UnixFileMode)Convert.ToInt32("137", 8));
    }

    [Fact]
    public static void GoOnWhereAnEarlierRunEnded()
    {
        using var temporary = new TemporaryHome();
        File.WriteAllText(temporary.Home.Log, "from before\n");
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());

        log.Info("x");

        Assert.Equal(["from before", $"{StoppedClock.Now} INFO  x"], File.ReadAllLines(temporary.Home.Log));
    }

    [Fact]
    public static void AreRotatedAtTheirSizeAndThreeOlderOnesKept()
    {
        using var temporary = new TemporaryHome();
        using var log = new FileLog(temporary.Home.Log, new StoppedClock(), largest: 200);

        for (var i = 0; i < 30; i++)
        {
            log.Info("a line of ours", ("number", i));
        }

        string[] names = ["cosmovisor.log.3", "cosmovisor.log.2", "cosmovisor.log.1", "cosmovisor.log"];
        Assert.Equal(names.Order(), Directory.GetFiles(temporary.Home.Root).Select(Path.GetFileName).Order());
        Assert.All(names, name => Assert.InRange(new FileInfo(Path.Join(temporary.Home.Root, name)).Length, 1, 200));
        Assert.Equal(
            Enumerable.Range(18, 12).Select(i => $"{StoppedClock.Now} INFO  a line of ours number={i}"),
            names.SelectMany(name => File.ReadAllLines(Path.Join(temporary.Home.Root, name))));
    }

    [Fact]
    public static void ThatAreTooLargeAlreadyAreRotatedAtTheFirstLine()
    {
        using var temporary = new TemporaryHome();
        File.WriteAllText(temporary.Home.Log, new string('x', 300));
        using var log = new FileLog(temporary.Home.Log, new StoppedClock(), largest: 200);

        log.Info("x");

        Assert.Equal(300, new FileInfo(temporary.Home.Log + ".1").Length);
        Assert.Equal($"{StoppedClock.Now} INFO  x\n", File.ReadAllText(temporary.Home.Log));
    }

    [Fact]
    public static void SurviveWritersOnManyThreads()
    {
        using var temporary = new TemporaryHome();
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());

        Parallel.For(0, 200, i => log.Info("x", ("number", i)));

        Assert.Equal(
            Enumerable.Range(0, 200), File.ReadAllLines(temporary.Home.Log).Select(line => int.Parse(line.Split('=')[1], null)).Order());
    }
}
