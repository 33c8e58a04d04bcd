using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>Something else lies where one of our files belongs: it is told, and neither waited for nor an abort.</summary>
public static class OddBooks
{
    private const string Pipe = "mkfifo";
    private const string Huge = "truncate -s 3G";

    [Theory]
    [InlineData(Pipe, "cosmovisor/lock", 1)]
    [InlineData("mkdir", "cosmovisor/lock", 1)]
    [InlineData("ln -s elsewhere", "cosmovisor/lock", 1)]
    [InlineData(Huge, "cosmovisor/lock", 0)]
    [InlineData(Pipe, "cosmovisor/history.jsonl", 0)]
    [InlineData(Huge, "cosmovisor/history.jsonl", 0)]
    [InlineData("ln -s history.jsonl", "cosmovisor/history.jsonl", 0)]
    [InlineData(Pipe, "cosmovisor/cosmovisor.log", 0)]
    [InlineData(Pipe, "cosmovisor/schedule.json", 78)]
    [InlineData(Pipe, "cosmovisor/config.toml", 78)]
    [InlineData(Pipe, "cosmovisor/journal.json", 0)]
    [InlineData(Pipe, "cosmovisor/restore.json", 1)]
    [InlineData(Pipe, "cosmovisor/upgrades/v2/genesis.json", 70)]
    [InlineData(Pipe, "data/priv_validator_state.json", 0)]
    public static void AreToldInWords(string make, string book, int code)
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "exit 0").Write("data/x", "")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Shell($"{make} \"$DAEMON_HOME/{book}\" && exec timeout -s KILL 50 \"$0\" start");

        Assert.True(end.Code == code, $"{end.Code}: {end.Error}");
        Assert.Equal(code == 0 ? "upgrades/v2" : "genesis", home.Current ?? "genesis");
        Assert.DoesNotContain("Unhandled", end.Error, StringComparison.Ordinal);
        Assert.True(code == 0 || end.Error.Contains(Path.GetFileName(book), StringComparison.Ordinal), end.Error);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    [InlineData("query x")]
    public static void AFolderThatIsGoneUnderUsKeepsNoNodeFromRunning(string words)
    {
        using var home = new NodeHome().Install("genesis", "exit 3");

        Assert.Equal(3, home.Shell(
            $"mkdir \"$DAEMON_HOME/gone\" && cd \"$DAEMON_HOME/gone\" && rmdir \"$DAEMON_HOME/gone\" && exec \"$0\" {words}").Code);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void AFileSizeLimitIsTheNodesAndKillsNeitherOfUs(string words)
    {
        Assert.SkipUnless(Executable.IsNative, "the JIT's own runtime does not start under such a limit");
        using var home = new NodeHome().Install("genesis", "exit 3");

        Assert.Equal(3, home.Shell($"ulimit -f 0 && exec timeout -s KILL 50 \"$0\" {words}").Code);
    }

    [Fact]
    public static void TheLockOfOneThatWasJustKilledIsWaitedFor()
    {
        using var home = new NodeHome().Install("genesis", "echo up; exec sleep 600");

        for (var i = 0; i < 5; i++)
        {
            var end = home.Shell(
                "\"$0\" start >\"$DAEMON_HOME/out\" 2>&1 & p=$!; while ! grep -q up \"$DAEMON_HOME/out\" 2>/dev/null; do sleep 0.02; done; kill -9 $p; rm \"$DAEMON_HOME/out\"; timeout -s TERM 1 \"$0\" start");
            Assert.True(end.Code != 75, end.Error);
        }
    }
}
