using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Interruptions;

/// <summary>A home in which an upgrade has all there can be: a download, a backup, both scripts, a new genesis, a pre-upgrade.</summary>
internal sealed class UpgradeWithEverything : IDisposable
{
    private const string OldGenesis = """{"chain_id":"one"}""";
    private const string NewGenesis = """{"chain_id":"two"}""";

    // What a run that nothing happened to leaves, and what says when it was.
    private static readonly string[] DependOnTheTime =
        ["cosmovisor/cosmovisor.log", "cosmovisor/lock", "runs.custom", "runs.migrate", "runs.pre-upgrade"];

    public UpgradeWithEverything(string folder)
    {
        Home = new NodeHome(folder);
        var archive = Archive();

        Home.Install(
                "genesis",
                $$$"""
                echo old > "$DAEMON_HOME/data/chain"
                echo 'UPGRADE "v2" NEEDED at height: 49: {"binaries":{"any":"file://{{{archive}}}?checksum=sha256:{{{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive)))}}}"}}'
                echo 'panic: UPGRADE "v2" NEEDED at height: 49: '
                exit 2
                """)
            .Write("cosmovisor/custom.sh", "#!/bin/sh\necho $COSMOVISOR_ATTEMPT >> runs.custom\n")
            .Write("config/genesis.json", OldGenesis).Write("data/chain", "none").Write(
                "data/application.db/CURRENT", "MANIFEST-000001\n").Write("data/application.db/000001.ldb", "keys")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true").Set(
                "COSMOVISOR_CUSTOM_PREUPGRADE", "custom.sh")
            .Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0").Set("DAEMON_BACKUP_DATA_DIR", Home.In("data"));
        _ = File.CreateSymbolicLink(Home.In("cosmovisor/current"), "genesis");
    }

    public NodeHome Home { get; }

    /// <summary>A program of somebody else's had begun, and nobody had noted its end.</summary>
    public string? HookInTheOpen => new FileInfo(Home.In("cosmovisor/journal.json")) is not { Exists: true, Length: > 0 } ? null
        : JsonDocument.Parse(File.ReadAllText(Home.In("cosmovisor/journal.json"))).RootElement.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("step").GetString() is "CustomPreUpgrade" or "PreUpgrade"
                && !step.TryGetProperty("ended", out _))
            .Select(step => step.GetProperty("step").GetString()).FirstOrDefault();

    /// <summary>Nothing is lost, and the version that <c>current</c> names is there, whatever has just happened.</summary>
    public void IsWhole(string when)
    {
        var current = Home.Current;
        Assert.True(current is "genesis" or "upgrades/v2", $"{when}: current points to {current}");
        Assert.True(File.Exists(Home.In($"cosmovisor/{current}/bin/{NodeHome.DaemonName}")), $"{when}: {current} has no binary");
        Assert.True(
            File.ReadAllText(Home.In("config/genesis.json")).TrimEnd() is OldGenesis or NewGenesis, $"{when}: the genesis is not whole");
        Assert.True(File.ReadAllText(Home.In("data/chain")) is "none" or "old\n" or "migrated\n", $"{when}: the data is not whole");
    }

    /// <summary>The upgrade is over, once and for all.</summary>
    /// <param name="when">For the message.</param>
    /// <param name="end">How the last start ended.</param>
    /// <param name="hookInTheOpen">The hook that a death may have made run twice.</param>
    /// <param name="tree">What an upgrade that nothing happened to leaves.</param>
    public void IsOver(string when, Finished end, string? hookInTheOpen, string? tree = null)
    {
        Assert.True(
            (end.Code, Home.Current) == (0, "upgrades/v2"),
            $"{when}: ended with {end.Code}, current is {Home.Current}: {end.Error}\n{Home.Log}");
        Assert.True(end.Output.EndsWith("v2 runs with two\n", StringComparison.Ordinal), $"{when}: {end.Output}");
        Assert.True(
            File.ReadAllText(Home.In("cosmovisor/backups/v2/data/chain")) == "old\n", $"{when}: the backup is not of the data before");
        Assert.True(File.ReadAllText(Home.In("cosmovisor/backups/v2/genesis.json")) == OldGenesis, $"{when}: the old genesis is not kept");
        Assert.True(File.ReadAllLines(Home.In("cosmovisor/history.jsonl")) is [var line]
            && line.Contains("\"result\":\"done\"", StringComparison.Ordinal), $"{when}: the history is wrong");

        foreach (var (runs, step) in new[] { ("runs.custom", "CustomPreUpgrade"), ("runs.migrate", "CustomPreUpgrade"), (
            "runs.pre-upgrade", "PreUpgrade") })
        {
            var count = File.ReadAllLines(Home.In(runs)).Length;
            Assert.True(count == 1 || (count == 2 && step == hookInTheOpen), $"{when}: {runs} {count} times");
        }

        if (tree is not null)
        {
            Assert.True(Tree() == tree, $"{when}: left\n{Tree()}\nexpected\n{tree}");
        }
    }

    /// <summary>Every path below the home that does not depend on what happened.</summary>
    public string Tree() => string.Join('\n', Home.Tree().Split('\n').Except(DependOnTheTime));

    public void Dispose() => Home.Dispose();

    private string Archive()
    {
        const string Binary =
            """
            #!/bin/sh
            case $1 in
            version) echo v2 ;;
            pre-upgrade) echo x >> "$DAEMON_HOME/runs.pre-upgrade" ;;
            start) echo v2 runs with $(cut -d '"' -f 4 "$DAEMON_HOME/config/genesis.json") ;;
            esac

            """;
        const string Migrate =
            $$"""
            #!/bin/sh
            set -e
            echo $COSMOVISOR_ATTEMPT >> runs.migrate
            echo migrated > data/chain.new
            mv data/chain.new data/chain
            echo '{{NewGenesis}}' > made.json
            mv made.json cosmovisor/upgrades/v2/genesis.json

            """;
        var path = Home.In("v2.tar.gz");

        using var file = File.Create(path);
        using var zip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(zip);
        Add(tar, $"bin/{NodeHome.DaemonName}", Binary);
        Add(tar, "migrate", Migrate);
        return path;
    }

    private static void Add(TarWriter tar, string name, string text) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
    {
        Mode = (UnixFileMode)Convert.ToInt32("755", 8),
        DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)),
    });
}
