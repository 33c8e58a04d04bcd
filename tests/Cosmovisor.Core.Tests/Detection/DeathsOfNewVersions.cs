using System.Text;
using Cosmovisor.Detection;
using Cosmovisor.Supervision;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>What a new version says of its own end, and what is made of it.</summary>
public static class DeathsOfNewVersions
{
    [Theory]
    [InlineData(DeathReason.DoubleSignCheck, "panic: Failed to start consensus state: found signature from the same key")] // SDK 0.55
    [InlineData(
        DeathReason.DoubleSignCheck,
        "\e[90m1:06AM\e[0m \e[32mINF\e[0m \e[1mfound signature from the same key\e[0m \e[36mheight=\e[0m40 \e[36midx=\e[0m1 \e[36mmodule=\e[0mconsensus")]
    [InlineData(DeathReason.DoubleSignCheck, "Error: failed to start consensus state: found signature from the same key")]
    [InlineData(DeathReason.DatabaseLocked, "Error: resource temporarily unavailable")] // goleveldb, behind the SDK's start command
    [InlineData(DeathReason.DatabaseLocked, "failed to initialize database: resource temporarily unavailable")]
    [InlineData(DeathReason.DatabaseLocked, "panic: Error initializing DB: resource temporarily unavailable")]
    [InlineData(DeathReason.DatabaseLocked, "ERROR: couldn't create db: Error initializing DB: resource temporarily unavailable")]
    // RocksDB
    [InlineData(
        DeathReason.DatabaseLocked, "Error: IO error: While lock file: /n/data/application.db/LOCK: Resource temporarily unavailable")]
    [InlineData(DeathReason.DatabaseLocked, "panic: failed to open database: lock held by current process")] // Pebble
    [InlineData(
        DeathReason.MissingStore,
        "panic: failed to load latest version: version of store extra mismatch root store's version; expected 35 got 0; new stores should be added using StoreUpgrades")]
    // SDK 0.45
    [InlineData(
        DeathReason.MissingStore, "failed to load latest version: version of store group mismatch root store's version; expected 57 got 0")]
    [InlineData(DeathReason.UnknownFlag, "Error: unknown flag: --x-crisis-skip-assert-invariants")]
    [InlineData(DeathReason.UnknownFlag, "unknown flag: --minimum-gas-prices")]
    [InlineData(DeathReason.UnknownFlag, "Error: unknown shorthand flag: 'x' in -x")]
    [InlineData(DeathReason.UnknownFlag, "flag provided but not defined: -old")]
    // zerolog, SDK 0.50 to 0.55
    [InlineData(
        DeathReason.DoubleSignCheck,
        """{"level":"info","module":"consensus","sig":"CommitSig{7F22E711E748 by 1DA304384F4F on 2 @ 2026-11-28T01:06:51.97100071Z}","idx":1,"height":40,"time":"2026-11-28T01:06:52Z","message":"found signature from the same key"}""")]
    // CometBFT's own logger
    [InlineData(
        DeathReason.DoubleSignCheck,
        """{"_msg":"found signature from the same key","height":"40","idx":"1","level":"info","module":"consensus","ts":"2026-11-28T01:06:52.000000Z"}""")]
    [InlineData(
        DeathReason.DoubleSignCheck, """Nov 28 01:06:52 host simd[12]: {"level":"info","message":"found signature from the same key"}""")]
    [InlineData(
        DeathReason.DatabaseLocked,
        """{"level":"error","module":"server","time":"2026-11-28T01:06:52Z","message":"failed to initialize database: resource temporarily unavailable"}""")]
    // slog
    [InlineData(
        DeathReason.DatabaseLocked,
        """{"time":"2026-11-28T01:06:52.123Z","level":"ERROR","msg":"failed to open DB: IO error: While lock file: /n/data/application.db/LOCK: Resource temporarily unavailable"}""")]
    [InlineData(
        DeathReason.MissingStore,
        """{"level":"error","time":"2026-11-28T01:06:52Z","message":"failed to load latest version: version of store extra mismatch root store's version; expected 35 got 0; new stores should be added using StoreUpgrades"}""")]
    [InlineData(DeathReason.UnknownFlag, """{"level":"fatal","message":"unknown flag: --x-crisis-skip-assert-invariants"}""")]
    internal static void AreToldApart(DeathReason reason, string line) => Assert.Equal(reason, Read(line)?.Reason);

    [Theory]
    [InlineData("panic: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData("panic: failed to load latest version: failed to load store: version does not exist [store.go:268]")]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 45: ")]
    [InlineData("runtime: failed to create new OS thread (have 5 already; errno=11)")]
    [InlineData("Error: fork/exec /bin/db: resource temporarily unavailable")]
    [InlineData("4:00PM ERR failed to dial lock.example: resource temporarily unavailable")]
    [InlineData("4:00PM ERR accept tcp: resource temporarily unavailable")]
    [InlineData("4:00PM INF received tx memo=\"panic: found signature from the same key\" module=mempool")]
    [InlineData("4:00PM ERR failed to check tx err=\"unknown flag: --x\" module=mempool")]
    [InlineData("4:00PM INF memo: unknown flag: --x")]
    [InlineData("\tfound signature from the same key")]
    [InlineData("Error: unknown command \"strat\"; unknown flag: --x")]
    [InlineData("""{"level":"info","module":"mempool","memo":"found signature from the same key","message":"received tx"}""")]
    [InlineData("""{"level":"error","module":"mempool","err":"unknown flag: --x","message":"failed to check tx"}""")]
    [InlineData("""{"level":"error","message":{"message":"unknown flag: --x"}}""")]
    [InlineData("""{"level":"error","message":"unknown flag: --x"}, "Error: unknown flag: --x" """)] // no object, and something behind it
    [InlineData("""{"level":"error","message":"unknown flag: --x""")] // cut
    internal static void OfOtherWordsAreUnknown(string line) => Assert.Null(Read(line));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public static void AreHeardHoweverTheReadsCutThem(int size)
    {
        var text = new string('x', 3 * DeathText.LongestLine)
            + "\nError: unknown flag: --a\nUsage:\n  noded start\npanic: Failed to start consensus state: found signature from the same key\n\nError: unknown flag: --stranger";

        Assert.Equal([DeathReason.UnknownFlag, DeathReason.DoubleSignCheck], Heard(text, size)); // nothing behind the panic
        Assert.Equal([DeathReason.UnknownFlag], Heard("started\nError: unknown flag: --a", size)); // a line that it did not live to finish
        Assert.Empty(Heard(new string('x', 5000) + "Error: unknown flag: --a\n", size));
    }

    [Fact]
    public static void ShowNothingThatATerminalObeys() =>
        Assert.Equal("Error: unknown flag: --a\\u202eb", Read("Error: unknown flag: --a\u202eb\e[2J")?.Line);

    [Fact]
    public static void ShowOfAJsonLineItsMessage() =>
        Assert.Equal(
            "found signature from the same key",
            Read("""{"level":"info","module":"consensus","height":40,"message":"found signature from the same key"}""")?.Line);

    [Theory]
    [InlineData(DeathReason.DoubleSignCheck, 3L, "double_sign_check_height is 3",
        "sed -i 's/^double_sign_check_height *=.*/double_sign_check_height = 0/' '/n/config/config.toml'")]
    [InlineData(DeathReason.DoubleSignCheck, null, "double_sign_check_height is set", "no other node signs with this key")]
    [InlineData(DeathReason.DatabaseLocked, 0L, "another process holds the lock of a database", "fuser -v '/n/data'/*.db/LOCK")]
    [InlineData(DeathReason.MissingStore, 0L, "its binary has a store that the data does not have", "cat '/n/data/upgrade-info.json'")]
    [InlineData(DeathReason.UnknownFlag, 0L, "it does not know a flag", "Remove the flag from the start command")]
    internal static void SayInFourLinesWhatToDo(DeathReason reason, long? height, string why, string toDo)
    {
        var lines = new KnownDeath(new Death(reason, "LINE"), "/n/data", "/n/config/config.toml", height)
            .Words(new DaemonEnd.Exited(2), TimeSpan.FromSeconds(1.5), "upgrades/v2")
            .Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.StartsWith("the new version ended with code 2, 1.5 s after its start: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(why, lines[0], StringComparison.Ordinal);
        Assert.Equal("The node is stopped; current is upgrades/v2, and is not taken back", lines[1]);
        Assert.Contains(toDo, lines[2], StringComparison.Ordinal);
        Assert.EndsWith("the exit code 2 of the node is passed on", lines[3], StringComparison.Ordinal);
    }

    private static Death? Read(string line) => DeathText.Read(Encoding.UTF8.GetBytes(line));

    private static List<DeathReason> Heard(string text, int size)
    {
        var heard = new List<DeathReason>();
        var scanner = new DeathScanner(death => heard.Add(death.Reason));

        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            scanner.Scan(chunk);
        }

        scanner.End();
        return heard;
    }
}
