using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>
/// "The actual blockchain program will store its data under their default data directory, which is independent of the $DAEMON_HOME."
/// </summary>
public static class TheNodesDataElsewhere
{
    private const string Told = "the node's home is not DAEMON_HOME";

    [Theory]
    [InlineData("--home", "")]
    [InlineData("--home=", "")]
    [InlineData("", "DAEMON_DATA_DIR")]
    public static void IsWatchedAndBackedUpThere(string flag, string variable)
    {
        using var elsewhere = new NodeHome();
        const string Chain = "--plan v2@5 --block-time 1 --era 0.50";
        var options = variable.Length > 0 ? $"{Chain} --home {elsewhere.Path}" : Chain;
        using var home = new NodeHome()
            .InstallNode("genesis", options)
            .InstallNode("upgrades/v2", $"--as v2 --handles v2 {options} --blocks 5")
            .Set(variable.Length > 0 ? variable : "UNUSED", elsewhere.In("data"));

        var end = home.Run(
            ["run", "start", .. flag switch { "" => (string[])[], "--home" => [flag, elsewhere.Path], _ => [flag + elsewhere.Path] }]);

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.Contains(Told, end.Error, StringComparison.Ordinal);
        Assert.Contains($"source={elsewhere.In("data")}", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsThatOfCommandsToo()
    {
        using var elsewhere = new NodeHome().Write("data/chain", "new");
        using var home = new NodeHome().Install("genesis", "echo genesis").Write("data/chain", "stale");
        Assert.Equal(0, home.Run("start", "--home", elsewhere.Path).Code);
        Assert.Equal(0, home.Run("version").Code); // another command of the daemon changes nothing of it

        Assert.Equal(0, home.Ctl("backup", "create", "--name", "x").Code);
        _ = elsewhere.Write("data/chain", "newer");
        Assert.Equal("new", File.ReadAllText(home.In("cosmovisor/backups/x/data/chain")));
        var end = home.Ctl("backup", "restore", "x", "--yes");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal(("new", "stale"), (File.ReadAllText(elsewhere.In("data/chain")), File.ReadAllText(home.In("data/chain"))));
        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal(0, home.Ctl("backup", "create", "--name", "y").Code);
        Assert.Equal("stale", File.ReadAllText(home.In("cosmovisor/backups/y/data/chain")));
    }

    [Fact]
    public static void IsLookedAtBeforeTheStartToo()
    {
        using var elsewhere = new NodeHome().Write("data/upgrade-info.json", """{"name":"v2","height":5}""");
        using var home = new NodeHome().Install("genesis", "echo genesis").Install("upgrades/v2", "echo v2");

        Assert.Equal("v2\n", home.Run("start", "--home", elsewhere.Path).Output);
        Assert.Contains($"{Told} home={elsewhere.Path}", home.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/../{0}")]
    public static void IsNotToldWhenItIsTheSamePlaceInOtherWords(string ending)
    {
        using var home = new NodeHome().Install("genesis", "echo genesis");

        Assert.Equal(0, home.Run("start", "--home", home.Path + string.Format(null, ending, Path.GetFileName(home.Path))).Code);
        Assert.DoesNotContain(Told, home.Log, StringComparison.Ordinal);
    }
}
