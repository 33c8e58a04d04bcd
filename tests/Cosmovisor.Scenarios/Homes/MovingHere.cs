using Xunit;

namespace Cosmovisor.Tests.Homes;

/// <summary>
/// The walks of docs/migrating.md: a home as each other cosmovisor leaves it, with the executable replaced and nothing else changed.
/// </summary>
[ManyStarts]
public static class MovingHere
{
    private const string Plan2 = """{"name":"chain2","time":"0001-01-01T00:00:00Z","height":5}""";

    [Fact]
    public static void FromTheProvenanceFork()
    {
        // An absolute link, no record of what was switched when, a stamped backup of the upgrade before.
        using var home = Home("--era 0.42", "chain2", "chain3").Write("data/upgrade-info.json", """{"name":"chain2","height":5}""")
            .Write("cosmovisor/backups/chain2/data/application.db/CURRENT", "MANIFEST-000002\n").Write(
                "cosmovisor/backups/chain2/data/.keep", "")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "false");
        _ = home.PointCurrentTo(home.In("cosmovisor/upgrades/chain2")).Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));

        var end = home.Run("start");

        IsAtChain3(home, end, home.Log);
        Assert.Equal("", end.Error.Split('\n').FirstOrDefault(line => line.StartsWith("cosmovisor:", StringComparison.Ordinal)) ?? "");
        Assert.True(File.Exists(home.In("cosmovisor/backups/Chain3/data/simnode.height")));
        Assert.True(File.Exists(home.In("cosmovisor/backups/chain2/data/.keep")));
    }

    [Fact]
    public static void FromTheSdks0_1()
    {
        using var home = Home("--era 0.42", "chain2", "chain3").Write("data/upgrade-info.json", """{"name":"chain2","height":5}""")
            .Write("data-backup-2021-8-6/application.db/CURRENT", "MANIFEST-000002\n").Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Set("DAEMON_LOG_BUFFER_SIZE", "512");
        _ = home.PointCurrentTo(home.In("cosmovisor/upgrades/chain2"));

        IsAtChain3(home, home.Run("start"), home.Log);
    }

    [Theory]
    [InlineData("0.45")]
    [InlineData("0.47")]
    public static void FromTheSdks1_0To1_5(string era)
    {
        // Since 1.0 the plan is written down beside the version, since 1.2 its folder is lower-cased.
        using var home = Home($"--era {era}", "chain2", "chain3").Write("data/upgrade-info.json", Plan2).Write(
            "cosmovisor/upgrades/chain2/upgrade-info.json", Plan2)
            .Write("data-backup-2022-1-2/application.db/CURRENT", "MANIFEST-000002\n").Set("DAEMON_POLL_INTERVAL", "300ms")
            .Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0");
        _ = home.PointCurrentTo(home.In("cosmovisor/upgrades/chain2"));

        var end = home.Run("run", "start");

        IsAtChain3(home, end, end.Error);
        Assert.Single(
            Directory.GetDirectories(home.Path, "data-backup-*"), folder => !folder.EndsWith("2022-1-2", StringComparison.Ordinal));
    }

    [Fact]
    public static void FromTheSdks1_6And1_7()
    {
        // A relative link, a configuration file, entries of add-batch-upgrade and what they leave behind.
        using var home = Home("--era 0.50", "chain2", "chain3", "byhand").Write("data/upgrade-info.json", Plan2).Write(
            "cosmovisor/upgrades/chain2/upgrade-info.json", Plan2)
            .Write("cosmovisor/config.toml", "daemon_name = 'dummyd'\n").Write(
                "data/upgrade-info.json.byhand", """{"name":"byhand","time":"0001-01-01T00:00:00Z","height":13}""")
            .Write("data/upgrade-info.json.batch",
                "[\n  {\n    \"name\": \"byhand\",\n    \"time\": \"0001-01-01T00:00:00Z\",\n    \"height\": 13\n  }\n]")
            .PointCurrentTo("upgrades/chain2");

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/byhand", home.Current);
        Assert.Contains("upgrade done plan=Chain3 height=9 from=upgrades/chain2 to=upgrades/chain3", end.Error, StringComparison.Ordinal);
        Assert.Contains("upgrade done plan=byhand height=13 from=upgrades/chain3 to=upgrades/byhand", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void InTheMiddleOfAnUpgradeThatTheOtherOneDidNotFinish_25861()
    {
        // It had removed the old link and died before it made the new one; the next start of it would have run genesis on this data.
        using var home = Home("--era 0.47", "chain2", "chain3").Write(
            "data/upgrade-info.json", """{"name":"Chain3","time":"0001-01-01T00:00:00Z","height":9}""")
            .Write("cosmovisor/upgrades/chain2/upgrade-info.json", Plan2).Write("data/simnode.height", "8\n");

        var end = home.Run("run", "start");

        IsAtChain3(home, end, end.Error, from: "genesis");
    }

    [Fact]
    public static void WithABinaryThatAddUpgradeOf1_5LeftWithoutItsExecuteBit()
    {
        using var home = Home("--era 0.47", "chain2", "chain3").PointCurrentTo("upgrades/chain2");
        File.SetUnixFileMode(home.In("cosmovisor/upgrades/chain3/bin/dummyd"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var end = home.Run("run", "start");

        Assert.Equal(70, end.Code);
        Assert.Contains("cosmovisor/upgrades/chain3/bin/dummyd is not executable", end.Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/chain2", home.Current);

        File.SetUnixFileMode(home.In("cosmovisor/upgrades/chain3/bin/dummyd"), (UnixFileMode)Convert.ToInt32("755", 8));
        end = home.Run("run", "start");
        Assert.True(end.Code == 0, end.Error);
    }

    private static void IsAtChain3(NodeHome home, Finished end, string log, string from = "upgrades/chain2")
    {
        Assert.True(end.Code == 0, $"ended with {end.Code}: {end.Error}\n{log}");
        Assert.EndsWith("upgrades/chain3", home.Current, StringComparison.Ordinal); // in the form it was found in
        Assert.Contains($"upgrade done plan=Chain3 height=9 from={from} to=upgrades/chain3", log, StringComparison.Ordinal);
        Assert.Single(log.Split('\n'), line => line.Contains("upgrade begins", StringComparison.Ordinal));
    }

    /// <summary>A chain that did its upgrade "chain2" at 5 in the days of the other cosmovisor, and asks for "Chain3" at 9.</summary>
    private static NodeHome Home(string options, params string[] versions)
    {
        var chain = $"{options} --plan chain2@5 --plan Chain3@9 --block-time 1 --home \"$DAEMON_HOME\"";
        var home = new NodeHome().InstallNode("genesis", $"--as genesis {chain}").Write("data/simnode.height", "6\n")
            .Write("data/simnode.applied", "chain2\n");

        for (var i = 0; i < versions.Length; i++)
        {
            var handles = i == 0 ? "chain2" : "chain2,Chain3";
            _ = home.InstallNode(
                $"upgrades/{versions[i]}",
                $"--as {versions[i]} --handles {handles} {chain} {(i == versions.Length - 1 ? "--blocks 4" : "")}");
        }

        return home;
    }
}
