using Xunit;

namespace Cosmovisor.Tests.InTheWild;

/// <summary>
/// The Ansible role of polkachu/cosmos-validators, with ours in the place of its Go program (1.0.0 and later): it makes the folders, copies
/// the binary, starts a unit that calls <c>cosmovisor start</c>, and is run again at any time. Its guides put each upgrade in place by
/// hand.
/// </summary>
[ManyStarts]
public static class PolkachusRole
{
    private static readonly string[] Variables =
        ["DAEMON_ALLOW_DOWNLOAD_BINARIES=false", "DAEMON_RESTART_AFTER_UPGRADE=true", "UNSAFE_SKIP_BACKUP=true"];

    [Theory]
    [InlineData("start")]
    [InlineData("start --home HOME")]
    [InlineData("run start --home HOME")]
    public static void IsUpgradedWithTheBinaryThatItsGuidePutsInPlace(string call)
    {
        using var home = HomeOfTheRole();
        var unit = new UnitInTheWild(home, call.Replace("HOME", home.Path, StringComparison.Ordinal), Variables);
        using var run = unit.Start().Await("a block", () => File.Exists(home.In("blocks")));

        // The guide of an upgrade, hours before its height; the plan's name is not in lower case.
        Assert.Equal("genesis", home.Current);
        _ = home.InstallNode("upgrades/Unity", $"--as unity --handles Unity {Chain} --blocks 3");
        File.Delete(home.In("no-upgrade-yet"));

        var end = run.End();

        Assert.True(end.Code == 0, end.Error + home.Log);
        Assert.EndsWith("upgrades/Unity", home.Current, StringComparison.Ordinal);
        Assert.Equal("9 unity", File.ReadAllLines(home.In("blocks")).First(line => line.EndsWith("unity", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetDirectories(home.Path, "data-backup-*"));
        Assert.False(Directory.Exists(home.In("cosmovisor/backups")));
    }

    /// <summary>It copies the first binary again, and restarts the unit: neither touches the version that runs.</summary>
    [Fact]
    public static void IsRunAgainAfterAnUpgrade()
    {
        using var home = HomeOfTheRole();
        File.Delete(home.In("no-upgrade-yet"));
        _ = home.InstallNode("upgrades/Unity", $"--as unity --handles Unity {Chain}");
        var unit = new UnitInTheWild(home, "start", Variables);
        using var first = unit.Start();
        _ = first.Await("the new version", () => LinesOfBlocks(home).Any(line => line.EndsWith("unity", StringComparison.Ordinal)));

        var again = home.In("cosmovisor/genesis/bin/again");
        File.Copy(home.In("cosmovisor/genesis/bin/dummyd"), again);
        File.Move(again, home.In("cosmovisor/genesis/bin/dummyd"), overwrite: true);
        first.Signal(Testing.Run.Terminate);
        var stopped = first.End();
        var before = LinesOfBlocks(home).Length;
        using var second = unit.Start().Await("a block after the restart", () => LinesOfBlocks(home).Length > before);
        second.Signal(Testing.Run.Terminate);

        Assert.True(stopped.Code is 0 or 143, stopped.Error);
        Assert.True(second.End().Code is 0 or 143, home.Log);
        Assert.EndsWith(" unity", LinesOfBlocks(home)[^1], StringComparison.Ordinal);
        Assert.Equal("upgrades/Unity", home.Current);
    }

    /// <summary>Restart=always starts it every three seconds, and the guide is read too late: the tries between break nothing.</summary>
    [Fact]
    public static void IsStartedOverAndOverUntilTheBinaryIsThere()
    {
        using var home = HomeOfTheRole();
        File.Delete(home.In("no-upgrade-yet"));
        var unit = new UnitInTheWild(home, "start", Variables);

        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal((70, "genesis"), (unit.Run().Code, home.Current)));

        _ = home.InstallNode("upgrades/Unity", $"--as unity --handles Unity {Chain} --blocks 3");
        var end = unit.Run();
        Assert.True(end.Code == 0, end.Error + home.Log);
        Assert.Equal("upgrades/Unity", home.Current);
    }

    private const string Chain = "--plan Unity@9 --block-time 5 --note-blocks \"$DAEMON_HOME/blocks\" --home \"$DAEMON_HOME\"";

    // The tasks of the role: two folders, the binary, mode 0755. The chain waits below its height until a test lets it go on.
    private static NodeHome HomeOfTheRole()
    {
        var home = new NodeHome().Write("no-upgrade-yet", "");
        _ = Directory.CreateDirectory(home.In("cosmovisor/upgrades"));
        return home.Install(
            "genesis",
            $"while [ -e \"$DAEMON_HOME/no-upgrade-yet\" ]; do [ -e \"$DAEMON_HOME/blocks\" ] || {Executable.SimNode} {Chain} --blocks 3 start; sleep 0.02; done\nexec {Executable.SimNode} {Chain} \"$@\"");
    }

    private static string[] LinesOfBlocks(NodeHome home) => File.Exists(home.In("blocks")) ? File.ReadAllLines(home.In("blocks")) : [];
}
