using Xunit;
using static Cosmovisor.Tests.RealChains.ChainHome;

namespace Cosmovisor.Tests.RealChains;

/// <summary>
/// An upgrade of a node of each SDK, in both contracts: no block is missing, none is made twice, and each by the version that has to.
/// </summary>
public static class EveryEra
{
    [Theory]
    [InlineData("0.38 --plan-file before")] // 0.38 had none, and in the sdk contract there is nothing else to see
    [InlineData("0.42")]
    [InlineData("0.44")]
    [InlineData("0.45")]
    [InlineData("0.46")]
    [InlineData("0.47")]
    [InlineData("0.50")]
    [InlineData("0.53")]
    [InlineData("0.54")]
    [InlineData("0.55 --log_format json")]
    public static void IsUpgradedToABinaryInPlace(string era) => Upgraded($"--era {era}");

    [Theory]
    [InlineData("0.47 --halt panic")]
    [InlineData("0.53 --halt panic")]
    [InlineData("0.42 --halt panic --log_format json")]
    [ManyStarts]
    public static void IsUpgradedWhenItDiesWhileItCatchesUp(string era) => Upgraded($"--era {era}");

    [Theory]
    [InlineData("0.45")]
    [InlineData("0.53")]
    [ManyStarts]
    public static void IsUpgradedWhereThePlanPassesInItsOwnBlock(string era)
    {
        foreach (var words in Contracts)
        {
            using var home = ToV2($"--era {era} --voted-at {UpgradeAt}");

            var end = home.Run(words);

            Assert.True(end.Code == 0, Told(words, end, home));
            Assert.Equal([.. By("v1", 1, UpgradeAt), .. By("v2", UpgradeAt + 1, UpgradeAt + 3)], home.Blocks());
        }
    }

    [Theory]
    [InlineData("0.42")]
    [InlineData("0.45")]
    [InlineData("0.50")]
    [InlineData("0.55")]
    [ManyStarts]
    public static void IsUpgradedWhenItSignsNothingHere(string era) => Upgraded($"--era {era} --sign-state zero");

    [Theory]
    [InlineData("0.45")]
    [InlineData("0.53")]
    [ManyStarts]
    public static void FindsThePlanFileItsNewStoresNeed(string era)
    {
        foreach (var words in Contracts)
        {
            using var home = ToV2($"--era {era}");
            home.InstallNode(
                "upgrades/v2",
                $"--as v2 --handles v2 --adds-store extra --blocks 3 --pre-upgrade-exit 1 --home {home.Path} --note-blocks {home.In("made")} --era {era} --plan v2@{UpgradeAt}");

            var end = home.Run(words);

            Assert.True(end.Code == 0, Told(words, end, home));
            Assert.Equal([.. By("v1", 1, UpgradeAt - 1), .. By("v2", UpgradeAt, UpgradeAt + 2)], home.Blocks());
        }
    }

    [Theory]
    [InlineData("0.42")] // the links stand in the line alone, which comes after the file
    [InlineData("0.44")]
    [InlineData("0.45")]
    [InlineData("0.47")]
    [InlineData("0.50")]
    [InlineData("0.53 --log_format json")]
    [InlineData("0.55")]
    [ManyStarts]
    public static void IsUpgradedToABinaryFromItsPlanInTheClassicContract(string era) => Downloaded(era, ["start"]);

    [Theory]
    [InlineData("0.45")]
    [InlineData("0.47")]
    [InlineData("0.50")]
    [InlineData("0.53 --log_format json")]
    [InlineData("0.55")]
    [ManyStarts]
    public static void IsUpgradedToABinaryFromItsPlanInTheSdkContract(string era) => Downloaded(era, ["run", "start"]);

    private static void Upgraded(string options)
    {
        foreach (var words in Contracts)
        {
            using var home = ToV2(options);

            Done(words, home.Run(words), home);
        }
    }

    private static void Downloaded(string era, string[] words)
    {
        using var server = new NodeHome();
        using var home =
            ToV2($"--era {era}", Release(server, $"--era {era}").Info, isInPlace: false).Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");

        Done(words, home.Run(words), home);
    }

    private static void Done(string[] words, Finished end, NodeHome home)
    {
        Assert.True(end.Code == 0, Told(words, end, home));
        Assert.Equal("upgrades/v2", home.Current);
        Assert.Equal([.. By("v1", 1, UpgradeAt - 1), .. By("v2", UpgradeAt, UpgradeAt + 2)], home.Blocks());
    }

    private static string Told(string[] words, Finished end, NodeHome home) =>
        $"{string.Join(' ', words)} ended with {end.Code}:\n{end.Error}\n{end.Output}\n{home.Log}";
}
