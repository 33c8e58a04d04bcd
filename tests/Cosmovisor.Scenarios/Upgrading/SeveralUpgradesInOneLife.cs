using Xunit;

namespace Cosmovisor.Tests.Upgrading;

[ManyStarts]
public static class SeveralUpgradesInOneLife
{
    [Fact]
    public static void LeadFromGenesisToTheLastUnattended()
    {
        const string Chain = "--plan v2@5 --plan v3@9 --plan v4@13 --block-time 1 --home \"$DAEMON_HOME\"";
        using var home = new NodeHome()
            .InstallNode("genesis", Chain)
            .InstallNode("upgrades/v2", $"--as v2 --handles v2 {Chain}")
            .InstallNode("upgrades/v3", $"--as v3 --handles v2,v3 {Chain}")
            .InstallNode("upgrades/v4", $"--as v4 --handles v2,v3,v4 {Chain} --blocks 5")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Run("start");

        Assert.Equal(0, end.Code);
        Assert.Equal("upgrades/v4", home.Current);
        Assert.Equal(
            ["from=genesis to=upgrades/v2", "from=upgrades/v2 to=upgrades/v3", "from=upgrades/v3 to=upgrades/v4"],
            home.Log.Split('\n').Where(line => line.Contains("upgrade done", StringComparison.Ordinal)).Select(
                line => string.Join(' ', line.Split(' ').Where(
                    word => word.StartsWith("from=", StringComparison.Ordinal) || word.StartsWith("to=", StringComparison.Ordinal)))));
    }

    [Fact]
    public static void KeepTheSameArguments()
    {
        using var home = new NodeHome()
            .Install("genesis", $"echo genesis \"$@\"\n{Scripts.Halt("v2")}")
            .Install("upgrades/v2", $"echo v2 \"$@\"\n{Scripts.Halt("v3")}")
            .Install("upgrades/v3", "echo v3 \"$@\"")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Run("start", "--some", "args");

        Assert.All(["genesis", "v2", "v3"],
            version => Assert.Contains($"{version} start --some args\n", end.Output, StringComparison.Ordinal));
    }

    [Fact]
    public static void ThatGoInACircleAreStopped()
    {
        using var home = new NodeHome()
            .Install("genesis", Scripts.Halt("a"))
            .Install("upgrades/a", Scripts.Halt("b"))
            .Install("upgrades/b", Scripts.Halt("a"))
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains("the upgrades go in a loop (\"a\" -> \"b\" -> \"a\")", end.Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/b", home.Current);
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 70)]
    public static void ThatGoInACircleAreStoppedByTheNextStartToo(string restart, int second)
    {
        using var home = new NodeHome()
            .Install("genesis", Scripts.Halt("a"))
            .Install("upgrades/a", Scripts.Halt("b"))
            .Install("upgrades/b", Scripts.Halt("a"))
            .Set("DAEMON_RESTART_AFTER_UPGRADE", restart);

        var ends = Enumerable.Range(0, 4).Select(_ => home.Run("start")).ToArray();

        Assert.Equal([restart == "true" ? 70 : 0, second, 70, 70], ends.Select(end => end.Code));
        Assert.Contains("the upgrades go in a loop (\"a\" -> \"b\" -> \"a\")", ends[^1].Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/b", home.Current);
        Assert.Equal(2, File.ReadAllLines(home.In("cosmovisor/history.jsonl")).Length);
    }

    [Fact]
    public static void AreCarriedOutOnceMoreWhereTheNodeWasSetBack()
    {
        using var home = new NodeHome()
            .Install("genesis", Scripts.Halt("a"))
            .Install("upgrades/a", Scripts.Halt("b"))
            .Install("upgrades/b", "echo is b")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        Assert.Equal(0, home.Run("start").Code);

        var end = home.PointCurrentTo("genesis").Run("start");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.EndsWith("is b\n", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreNotTriedAgainAndAgainByABinaryThatAsksForItself()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", Scripts.Halt("v2"))
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains("it is not the binary of the upgrade", end.Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }
}
