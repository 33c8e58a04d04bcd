using Xunit;

namespace Cosmovisor.Tests.Supervision;

public static class NoByteIsLost
{
    [Fact]
    public static void OfACommandThatLivesForAMillisecond()
    {
        using var home = new NodeHome().Install("genesis", "printf \"out $2\"; printf \"error $2\" >&2; exit 7");
        var runs = Executable.IsNative ? 1000 : 30;

        var end = home.Shell($"i=0; while [ $i -lt {runs} ]; do \"$0\" other $i; echo \" $?\"; i=$((i+1)); done");

        Assert.Equal(string.Concat(Enumerable.Range(0, runs).Select(i => $"out {i} 7\n")), end.Output);
        Assert.Equal(string.Concat(Enumerable.Range(0, runs).Select(i => $"error {i}")), end.Error);
    }

    [Fact]
    public static void OfALineOf100MegabytesAndOfWhatFollowsIt()
    {
        using var home = new NodeHome()
            .Install("genesis",
                $"head -c 100000000 /dev/zero | tr '\\0' x; echo; {Scripts.Print("UPGRADE \"v2\" NEEDED at height: 49: ")}; exit 2")
            .Install("upgrades/v2", "echo v2");

        var end = home.Shell("\"$0\" start | tee \"$DAEMON_HOME/copy\" | wc -c; tail -c 50 \"$DAEMON_HOME/copy\"");

        Assert.Equal($"{100_000_001 + "UPGRADE \"v2\" NEEDED at height: 49: \n".Length}", end.Output.Split('\n')[0].Trim());
        Assert.EndsWith("xx\nUPGRADE \"v2\" NEEDED at height: 49: \n", end.Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void OfADaemonThatDiesInMidLine()
    {
        using var home = new NodeHome().InstallNode(
            "genesis", "--plan v2@3 --block-time 0 --die-mid-line --plan-file never --home \"$DAEMON_HOME\" --announce-to stdout");

        var end = home.Run("start");

        Assert.Equal(2, end.Code);
        Assert.False(end.Output.EndsWith('\n'));
        Assert.Contains("UPGRADE", end.Output.Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public static void OfAnyBytesOnBothStreams()
    {
        using var home = new NodeHome().Install("genesis", "cat \"$DAEMON_HOME/any\"; cat \"$DAEMON_HOME/any\" >&2");
        byte[] bytes = [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)((uint)i * 2_654_435_761 >> 24))];
        File.WriteAllBytes(home.In("any"), bytes);

        var end = home.Run("start");

        Assert.Equal(bytes, end.OutputBytes);
        Assert.Equal(bytes, end.ErrorBytes);
    }

    [Fact]
    public static void OfTheLastWordsOnTerm()
    {
        using var home = new NodeHome().Install("genesis", "trap 'printf last; exit 9' TERM\necho ready\nwhile :; do sleep 0.01; done");
        using var run = home.Start("start").AwaitOutput("ready");

        run.Signal(Run.Terminate);
        var end = run.End();

        Assert.Equal((9, "ready\nlast"), (end.Code, end.Output));
    }

    [Fact]
    public static void OfTheOldBinaryBeforeTheNewOneSpeaks()
    {
        using var home = new NodeHome()
            .Install("genesis", $"{Scripts.Print("UPGRADE \"v2\" NEEDED at height: 49: ")}\nhead -c 300000 /dev/zero | tr '\\0' x\nexit 2")
            .Install("upgrades/v2", "echo new")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Run("start");

        Assert.Equal($"UPGRADE \"v2\" NEEDED at height: 49: \n{new string('x', 300_000)}new\n", end.Output);
    }

    [Fact]
    public static void AndTheOrderOfTwoStreamsInOneIsKept()
    {
        using var home =
            new NodeHome().Install("genesis", "i=0; while [ $i -lt 1000 ]; do echo $i; i=$((i+1)); echo $i >&2; i=$((i+1)); done");

        var end = home.Shell("exec \"$0\" start 2>&1");

        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i}\n")), end.Output);
    }

    [Fact]
    public static void IntoAFileThatIsAppendedTo()
    {
        using var home = new NodeHome().Install("genesis", "echo out; echo error >&2").Write("log", "before\n");

        _ = home.Shell("exec \"$0\" start >> \"$DAEMON_HOME/log\" 2>&1");

        Assert.Equal("before\nout\nerror\n", File.ReadAllText(home.In("log")));
    }

    [Fact]
    public static void AndADaemonWhoseReaderIsGoneLearnsOfIt()
    {
        using var home = new NodeHome().Install("genesis", "while echo x; do :; done 2>/dev/null\nexit 0");

        var end = home.Shell("\"$0\" start | head -n 1");

        Assert.Equal("x\n", end.Output);
    }
}
