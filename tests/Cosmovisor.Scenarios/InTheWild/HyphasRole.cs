using Xunit;

namespace Cosmovisor.Tests.InTheWild;

/// <summary>
/// The Ansible role of hyphacoop/cosmos-ansible, with ours in the place of its Go program (1.0.0 and later): it asks for the version
/// without any setting, makes the genesis folder, gives the whole home one owner and the mode 0775, and restarts the unit at each run.
/// </summary>
[ManyStarts]
public static class HyphasRole
{
    private static readonly string[] Variables =
        ["DAEMON_ALLOW_DOWNLOAD_BINARIES=true", "DAEMON_RESTART_AFTER_UPGRADE=true", "DAEMON_LOG_BUFFER_SIZE=512"];

    /// <summary>Where the wanted version is not on standard output, the role builds the Go program over ours.</summary>
    [Fact]
    public static void FindsTheVersionThatItAsksForWithoutASetting()
    {
        using var home = new NodeHome();

        var end = home.Shell("env -i HOME=/ PATH=\"$PATH\" \"$0\" --version");

        Assert.Equal(0, end.Code);
        Assert.Matches(@"^cosmovisor version: v\d+\.\d+\.\d+\n$", end.Output);
    }

    [Theory]
    [InlineData("start --x-crisis-skip-assert-invariants --home HOME", "true")]
    [InlineData("start --x-crisis-skip-assert-invariants --home HOME", "false")]
    [InlineData("run start --x-crisis-skip-assert-invariants --home HOME", "true")]
    [InlineData("run start --x-crisis-skip-assert-invariants --home HOME", "false")]
    public static void RunsTheNodeOfItsUnitThroughAnUpgrade(string call, string skip)
    {
        using var home = HomeOfTheRole().InstallNode("upgrades/v7-Theta", $"--as v7 --handles v7-Theta {Chain} --blocks 3");

        var end = new UnitInTheWild(
            home, call.Replace("HOME", home.Path, StringComparison.Ordinal), [.. Variables, $"UNSAFE_SKIP_BACKUP={skip}"]).Run();

        Assert.True(end.Code == 0, end.Error + home.Log);
        Assert.Equal("upgrades/v7-Theta", home.Current);
        Assert.True(File.Exists(home.In("cosmovisor/current/bin/dummyd"))); // on the PATH of the node's user
        var isSdk = call.StartsWith("run", StringComparison.Ordinal);
        Assert.Equal(isSdk && skip == "false" ? 1 : 0, Directory.GetDirectories(home.Path, "data-backup-*").Length);

        // With 1.0.0 the word run was not needed for a backup. With ours it is, and that is told at the start.
        Assert.Equal(
            !isSdk && skip == "false",
            home.Log.Contains("UNSAFE_SKIP_BACKUP=false has no effect without the word run", StringComparison.Ordinal));
    }

    /// <summary>It gives execute bits to the plan file of a halted node, as else only tools do. It is the chain's all the same.</summary>
    [Theory]
    [InlineData("start --x-crisis-skip-assert-invariants --home HOME")]
    [InlineData("run start --x-crisis-skip-assert-invariants --home HOME")]
    public static void IsRunAgainWhileTheNodeWaitsForABinaryAtItsHeight(string call)
    {
        using var home = HomeOfTheRole();
        var unit = new UnitInTheWild(
            home, call.Replace("HOME", home.Path, StringComparison.Ordinal), [.. Variables, "UNSAFE_SKIP_BACKUP=true"]);
        Assert.Equal(70, unit.Run().Code);
        Assert.True(File.Exists(home.In("data/upgrade-info.json")));

        _ = home.InstallNode("upgrades/v7-Theta", $"--as v7 --handles v7-Theta {Chain} --blocks 3");
        GiveAllTheMode0775(home);
        var end = unit.Run();

        Assert.True(end.Code == 0, end.Error + home.Log);
        Assert.Equal("upgrades/v7-Theta", home.Current);
        Assert.Equal("9 v7", File.ReadAllLines(home.In("blocks")).First(line => line.EndsWith("v7", StringComparison.Ordinal)));
    }

    private const string Chain = "--plan v7-Theta@9 --block-time 1 --note-blocks \"$DAEMON_HOME/blocks\"";

    private static NodeHome HomeOfTheRole()
    {
        var home = new NodeHome().InstallNode("genesis", Chain);
        GiveAllTheMode0775(home);
        return home;
    }

    private static void GiveAllTheMode0775(NodeHome home) => Assert.Equal(0, home.Shell("find . ! -type l -exec chmod 0775 {} +").Code);
}
