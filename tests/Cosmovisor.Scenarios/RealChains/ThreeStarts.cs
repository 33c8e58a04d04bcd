using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.RealChains;

/// <summary>
/// What runs at a start, and at the next one, and at the one after that, where the plan file and <c>current</c> do not agree.
/// </summary>
[ManyStarts]
public static class ThreeStarts
{
    private static readonly string[][] Contracts = ChainHome.Contracts;

    [Theory]
    [InlineData("0.42")]
    [InlineData("0.47")]
    [InlineData("0.53")]
    public static void AfterAnUpgradeThatWasSkippedRunTheVersionThatSkippedIt(string era)
    {
        foreach (var words in Contracts)
        {
            // The node halts; its binary is missing; the chain is told to skip; the binary comes too late.
            using var home = ChainHome.ToV2($"--era {era}", isInPlace: false);
            Assert.Equal(70, home.Run(words).Code);
            Assert.Equal(0, home.Run([.. words, "--unsafe-skip-upgrades", "5"]).Code);
            _ = home.Install("upgrades/v2", "[ \"$1\" = pre-upgrade ] && exit 1; echo v2");
            var made = home.Blocks().Length;

            Assert.All(Enumerable.Range(0, 3), start => Assert.True(home.Run(words).Code == 0, home.Log));

            Assert.Equal(made + (3 * 12), home.Blocks().Length);
            Assert.All(home.Blocks(), block => Assert.EndsWith(" v1", block, StringComparison.Ordinal));
            Assert.Equal("genesis", home.Current);
        }
    }

    [Theory]
    [InlineData("0.42")]
    [InlineData("0.50")]
    public static void AfterCurrentWasPointedElsewhereByHandRunWhatItPointsTo(string era)
    {
        foreach (var words in Contracts)
        {
            using var home = ChainHome.ToV2($"--era {era}");
            Assert.True(home.Run(words).Code == 0, home.Log);
            Assert.Equal("upgrades/v2", home.Current);
            _ = home.Install("genesis", "echo genesis").PointCurrentTo("genesis");

            Run(home, words, "genesis\n", "genesis");
        }
    }

    [Fact]
    public static void OnASnapshotThatIsOlderThanCurrentRunCurrent()
    {
        foreach (var words in Contracts)
        {
            // A plan file and a sign state of long ago; v2 is done and runs.
            using var home = Versions()
                .PointCurrentTo("upgrades/v2")
                .Write("cosmovisor/upgrades/v2/upgrade-info.json", Plan("v2", 50))
                .Write("data/upgrade-info.json", Plan("v1b", 10))
                .Write("data/priv_validator_state.json", SignedAt(20));
            _ = home.Install("upgrades/v1b", "echo v1b");

            Run(home, words, "v2\n", "upgrades/v2");
        }
    }

    [Fact]
    public static void OnASnapshotThatIsNewerThanTheFirstBinaryRunTheVersionOfItsPlan()
    {
        foreach (var words in Contracts)
        {
            using var home =
                Versions().Write("data/upgrade-info.json", Plan("v2", 50)).Write("data/priv_validator_state.json", SignedAt(60));

            Run(home, words, "v2\n", "upgrades/v2");
        }
    }

    [Fact]
    public static void OnASnapshotThatIsNewerThanTheRecordBesideCurrentRunTheVersionOfItsPlan()
    {
        foreach (var words in Contracts)
        {
            using var home = Versions().Install("upgrades/v3", Echo("v3")).PointCurrentTo("upgrades/v2").Write(
                "cosmovisor/upgrades/v2/upgrade-info.json", Plan("v2", 50))
                .Write("data/upgrade-info.json", Plan("v3", 70)).Write("data/priv_validator_state.json", SignedAt(80));

            Run(home, words, "v3\n", "upgrades/v3");
        }
    }

    [Fact]
    public static void OnASnapshotThatIsNewerThanACurrentOfNoKnownHeightRunCurrent()
    {
        foreach (var words in Contracts)
        {
            using var home = Versions()
                .Install("upgrades/v9", Echo("v9"))
                .PointCurrentTo("upgrades/v9")
                .Write("data/upgrade-info.json", Plan("v2", 50))
                .Write("data/priv_validator_state.json", SignedAt(60));

            Run(home, words, "v9\n", "upgrades/v9");
        }
    }

    [Fact]
    public static void OfARecordInGenesisRunGenesis()
    {
        foreach (var words in Contracts)
        {
            using var home = Versions()
                .Write("cosmovisor/genesis/upgrade-info.json", Plan("v2", 50))
                .Write("data/upgrade-info.json", Plan("v2", 50))
                .Write("data/priv_validator_state.json", SignedAt(60));

            Run(home, words, "genesis\n", "genesis");
        }
    }

    [Fact]
    public static void WithAPlanDaysAheadRunTheVersionBeforeIt()
    {
        foreach (var words in Contracts)
        {
            using var home =
                Versions().Write("data/upgrade-info.json", Plan("v2", 1_000_000)).Write("data/priv_validator_state.json", SignedAt(100));

            Run(home, words, "genesis\n", "genesis");
        }
    }

    [Theory]
    [InlineData("0.45")]
    [InlineData("0.53")]
    public static void AfterARestoreRunTheOldVersionToTheHeightAndTheNewOneFromThere(string era)
    {
        foreach (var words in Contracts)
        {
            using var home = ChainHome.ToV2($"--era {era}").Set("UNSAFE_SKIP_BACKUP", "false");
            _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));
            Assert.True(home.Run(words).Code == 0, home.Log);
            using var backups = JsonDocument.Parse(home.Ctl("backup", "list", "--json").Output);
            Assert.Equal(0, home.Ctl("backup", "restore", backups.RootElement[0].GetProperty("name").GetString()!, "--yes").Code);
            Assert.Equal("genesis", home.Current);

            var first = home.Run(words);

            // Block 5 is in the block store of the backup: the new version makes it again, from the same data.
            Assert.True(first.Code == 0, first.Error + home.Log);
            Assert.Equal("upgrades/v2", home.Current);
            Assert.Equal("5 v2", home.Blocks()[7]);
            Assert.All(Enumerable.Range(0, 2), start => Assert.Equal(0, home.Run(words).Code));
            Assert.All(home.Blocks()[4..], block => Assert.EndsWith(" v2", block, StringComparison.Ordinal));
        }
    }

    private static void Run(NodeHome home, string[] words, string output, string current)
    {
        for (var start = 1; start <= 3; start++)
        {
            var end = home.Run(words);
            Assert.True(
                (end.Code, end.Output, home.Current) == (0, output, current),
                $"start {start} of {string.Join(' ', words)}: code {end.Code}, ran {end.Output}, current {home.Current}\n{end.Error}\n{home.Log}");
        }
    }

    private static NodeHome Versions() =>
        new NodeHome().Install("genesis", Echo("genesis")).Install("upgrades/v2", Echo("v2")).Set("UNSAFE_SKIP_BACKUP", "true");

    private static string Echo(string version) => $"[ \"$1\" = pre-upgrade ] && exit 1; echo {version}";

    private static string Plan(string name, long height) => $$"""{"name":"{{name}}","time":"0001-01-01T00:00:00Z","height":{{height}}}""";

    private static string SignedAt(long height) => $$"""{"height":"{{height}}","round":0,"step":3}""";
}
