using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>
/// A new version that says why it ends: what another binary does not help is told, and is no reason to take the switch back.
/// </summary>
public static class DeathsToldApart
{
    private const string Old = """echo 'UPGRADE "v2" NEEDED at height: 49: '; echo 'panic: UPGRADE "v2" NEEDED at height: 49: '; exit 2""";
    private const string NoPreUpgrade = "[ \"$1\" = pre-upgrade ] && exit 1; ";

    [Theory]
    [InlineData("echo 'panic: Failed to start consensus state: found signature from the same key' >&2; exit 2", 2,
        "its validator's own signature is in the newest commits, and double_sign_check_height is 3")]
    [InlineData("echo 'failed to initialize database: resource temporarily unavailable'; exit 1", 1,
        "another process holds the lock of a database")]
    // no line end
    [InlineData("printf 'Error: IO error: While lock file: /x/LOCK: Resource temporarily unavailable'; exit 1", 1,
        "another process holds the lock of a database")]
    [InlineData("""echo '{"level":"error","module":"server","time":"2026-11-28T01:06:52Z","message":"failed to initialize database: resource temporarily unavailable"}'; exit 1""",
        1, "another process holds the lock of a database")]
    [InlineData(
        """echo '{"level":"info","module":"consensus","idx":1,"height":40,"message":"found signature from the same key"}'; exit 2""",
        2,
        "its validator's own signature is in the newest commits, and double_sign_check_height is 3")]
    [InlineData(
        "echo 'Error: unknown flag: --old-flag' >&2; echo Usage: >&2; exit 1", 1, "it does not know a flag that it is started with")]
    [InlineData("echo 'panic: failed to load latest version: version of store extra mismatch root store'\"'s version; expected 35 got 0; new stores should be added using StoreUpgrades\" >&2; exit 2",
        2, "its binary has a store that the data does not have")]
    public static void KeepTheNewVersionAndSayWhatToDo(string dies, int code, string why)
    {
        using var home = Home(NoPreUpgrade + dies);

        var end = home.Run("start");

        Assert.Equal((code, "upgrades/v2"), (end.Code, home.Current));
        Assert.Contains($"s after its start: {why} (\"", home.Log, StringComparison.Ordinal);
        Assert.Contains("The node is stopped; current is upgrades/v2, and is not taken back", home.Log, StringComparison.Ordinal);
        Assert.Contains($"the exit code {code} of the node is passed on", end.Error, StringComparison.Ordinal); // the terminal has it too
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("json")]
    public static void AreReadOfASimulatedNodeThatFindsItsOwnSignature(string format)
    {
        using var home = new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("COSMOVISOR_TAKE_BACK_WITHIN", "20s");
        var options = $"--home {home.Path} --era 0.50 --log_format {format} --plan v2@10 --block-time 1";
        _ = home.InstallNode("genesis", options).InstallNode("upgrades/v2", $"{options} --as v2 --handles v2 --double-sign-check-height 3");

        var end = home.Run("start");

        Assert.Equal((2, "upgrades/v2"), (end.Code, home.Current));
        Assert.Contains("its validator's own signature is in the newest commits, and double_sign_check_height is set",
            home.Log, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"DoubleSignCheck\"", File.ReadAllText(home.In("cosmovisor/events.jsonl")), StringComparison.Ordinal);
    }

    [Theory]
    // behind a panic any text may be a stranger's
    [InlineData("echo 'panic: runtime error: index out of range' >&2; echo 'Error: unknown flag: --x' >&2; exit 2")]
    [InlineData("echo 'INF memo: unknown flag: --x'; exit 2")]
    public static void OfOtherWordsAreTakenBack(string dies)
    {
        using var home = Home(NoPreUpgrade + dies);

        Assert.Equal((2, "genesis"), (home.Run("start").Code, home.Current));
        Assert.Contains("ERROR the new version ended within seconds of its first start plan=v2", home.Log, StringComparison.Ordinal);
        Assert.Contains("double_sign_check_height=3", home.Log, StringComparison.Ordinal); // it may be that, where the output is not read
    }

    [Fact]
    public static void AreAnsweredToTheCommandThatAskedForTheVersion()
    {
        using var home = new NodeHome().Install(
            "genesis", "[ \"$1\" = pre-upgrade ] && exit 1; trap 'exit 0' TERM; echo old; while :; do sleep 0.02; done")
            .Install("upgrades/v1.1", "[ \"$1\" = start ] && { echo 'Error: unknown flag: --old'; exit 1; }").Write("data/a", "")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        using var run = home.Start("start").AwaitOutput("old");

        var end = home.Ctl("upgrade", "v1.1", "--now", "--take-back");

        Assert.Equal((1, 70, "upgrades/v1.1"), (run.End().Code, end.Code, home.Current));
        Assert.Contains("s after its start: it does not know a flag that it is started with. It is current, and was not taken back",
            end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreOnlyThoseOfAFirstLife()
    {
        using var home = new NodeHome().Install("genesis", "echo 'Error: unknown flag: --x'; exit 1");

        Assert.Equal(1, home.Run("start").Code);
        Assert.DoesNotContain("new version", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void AResultThatDiffersIsToldOnceAndTheNodeGoesOn()
    {
        using var home = new NodeHome().Install("genesis", """
            trap 'exit 0' TERM
            for i in 1 2; do
            echo '1:12AM ERR CONSENSUS FAILURE!!! err="precommit step; +2/3 prevoted for an invalid block: wrong Block.Header.AppHash.  Expected 00F0, got F456" module=consensus stack="goroutine 212"'
            done
            echo said
            while :; do sleep 0.02; done
            """);
        using var run = home.Start("start").AwaitOutput("said");
        _ = run.Await("the error", () => home.Log.Contains("ERROR this node's result differs: ", StringComparison.Ordinal));
        run.Signal(Run.Terminate);

        Assert.Equal(0, run.End().Code);
        Assert.Equal(2, home.Log.Split("this node's result differs: ").Length);
        Assert.Contains("(Expected 00F0, got F456). Is this the right binary?", home.Log, StringComparison.Ordinal);
    }

    private static NodeHome Home(string whatTheNewOneDoes) =>
        new NodeHome().Install("genesis", Old).Install("upgrades/v2", whatTheNewOneDoes).Write("data/chain", "").Write(
            "config/config.toml", "[consensus]\ndouble_sign_check_height = 3\n")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("COSMOVISOR_TAKE_BACK_WITHIN", "20s");
}
