using Xunit;

namespace Cosmovisor.Tests.Homes;

/// <summary>"$DAEMON_HOME/cosmovisor is expected to belong completely to cosmovisor."</summary>
public static class TheLayout
{
    [Theory]
    [InlineData("start")]
    [InlineData("version")]
    [InlineData("other")]
    public static void GetsACurrentThatPointsToGenesisAtTheFirstUse(string word)
    {
        using var home = new NodeHome().Install("genesis", "echo genesis");

        var end = home.Run(word);

        Assert.Equal("genesis\n", end.Output);
        Assert.Equal("genesis", home.Current);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("query")]
    [InlineData("other")]
    public static void WithoutAGenesisIsToldAndLeftAlone(string word)
    {
        using var home = new NodeHome();

        var end = home.Run(word);

        Assert.Equal((66, ""), (end.Code, end.Output));
        Assert.StartsWith(
            $"cosmovisor: there is no daemon binary at {home.In("cosmovisor/genesis/bin/dummyd")}", end.Error, StringComparison.Ordinal);
        Assert.Equal("cosmovisor", home.Tree());
    }

    [Theory]
    [InlineData("start")]
    [InlineData("version")]
    public static void SaysWithCurrentWhatRuns(string word)
    {
        using var home = new NodeHome().Install("genesis", "echo genesis").Install("upgrades/v2", "echo v2");
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), "upgrades/v2");

        Assert.Equal("v2\n", home.Run(word).Output);
    }

    [Fact]
    public static void OfTheGoVersionsWithAnAbsoluteCurrentIsUnderstood()
    {
        using var home = new NodeHome()
            .Install("genesis", "echo genesis")
            .Install("upgrades/v2", Scripts.Halt("v3"))
            .Install("upgrades/v3", "echo v3")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), home.In("cosmovisor/upgrades/v2"));

        Assert.EndsWith("v3\n", home.Run("start").Output, StringComparison.Ordinal);
        Assert.Equal(home.In("cosmovisor/upgrades/v3"), home.Current); // those versions read no other form, and there must be a way back
    }

    [Theory]
    [InlineData("x/token", "x%2Ftoken")]
    [InlineData("some spaces", "some%20spaces")]
    [InlineData("v1:2@3=4&5$6,7;8", "v1:2@3=4&5$6%2C7%3B8")]
    [InlineData("a%20b", "a%2520b")]
    [InlineData("v2/../x", "v2%2F..%2Fx")]
    [InlineData("été", "%C3%A9t%C3%A9")]
    public static void HoldsAnUpgradeUnderItsUriEncodedName(string name, string folder)
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt(name)).Install($"upgrades/{folder}", "echo new");

        var end = home.Run("start");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Equal($"upgrades/{folder}", home.Current);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public static void IsNeverLeftByAnUpgradesName(string name)
    {
        using var home = new NodeHome()
            .Install("genesis",
                $"{Scripts.Print($"ERR UPGRADE \"{name}\" NEEDED at height: 5: ", $"panic: UPGRADE \"{name}\" NEEDED at height: 5: ")}\nexit 2");

        var end = home.Run("start");

        Assert.Equal(2, end.Code);
        Assert.Equal("genesis", home.Current);
        Assert.Contains($"the upgrade name \\\"{name}\\\" would be a folder outside upgrades/", home.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("version")]
    public static void WithACurrentThatLeadsNowhereIsToldAndLeftAlone(string word)
    {
        using var home = new NodeHome().Install("genesis", "echo genesis");
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), "upgrades/gone");

        var end = home.Run(word);

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.StartsWith($"cosmovisor: {home.In("cosmovisor/current")} points to \"upgrades/gone\"", end.Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/gone", home.Current);
    }

    [Fact]
    public static void WithAFolderInThePlaceOfCurrentIsToldAndLeftAlone()
    {
        using var home = new NodeHome().Install("genesis", "echo genesis").Install("current", "echo folder");

        var end = home.Run("start");

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains("is a folder; expected a symbolic link", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void GivesGroupAndWorldNoRightToWrite()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2");

        _ = home.Shell("umask 0; exec \"$0\" start");

        string[] ours = [home.In("cosmovisor/lock"), home.In("cosmovisor/cosmovisor.log")];
        Assert.All(ours,
            file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)));
    }
}
