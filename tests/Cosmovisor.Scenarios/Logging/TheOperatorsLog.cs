using Xunit;

namespace Cosmovisor.Tests.Logging;

/// <summary>What an operator finds afterwards: our whole log, and the folders.</summary>
public static class TheOperatorsLog
{
    [Fact]
    public static void OfAnUpgrade()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2", info: "see the guide")).Install("upgrades/v2", "exit 3")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        Assert.Equal(3, home.Run("start").Code);

        Approved.Is(Masked.Text(home.Log, home));
    }

    [Fact]
    public static void OfAnUpgradeThatFailed()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2"));

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Approved.Is($"standard error:\n{Masked.Text(end.Error, home)}\ncosmovisor.log:\n{Masked.Text(home.Log, home)}");
    }

    [Fact]
    public static void InTheSdkContractIsOnStandardError()
    {
        using var home = new NodeHome().Install("genesis", "echo out; exit 3");

        var end = home.Run("run", "start");

        Assert.Equal((3, "out\n"), (end.Code, end.Output));
        Approved.Is(Masked.Text(end.Error, home));
        Assert.Equal("", home.Log);
    }

    [Theory]
    [InlineData("", "ERROR upgrade \"v2\" (height 49) failed at Stage: ")]
    [InlineData("true", "cosmovisor: upgrade \"v2\" (height 49) failed at Stage: ")]
    public static void InTheSdkContractTellsAFailureOnce(string silenced, string told)
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Set("COSMOVISOR_WATCH_OUTPUT", "true")
            .Set("COSMOVISOR_DISABLE_LOGS", silenced);

        var end = home.Run("run", "start");

        Assert.Equal(70, end.Code);
        Assert.Contains(told, end.Error, StringComparison.Ordinal);
        Assert.Single(end.Error.Split('\n'), line => line.Contains("failed at Stage", StringComparison.Ordinal));
    }

    [Fact]
    public static void InTheSdkContractCanBeSilenced()
    {
        using var home = new NodeHome().Install("genesis", "echo out; exit 3").Set("COSMOVISOR_DISABLE_LOGS", "true");

        Assert.Equal("", home.Run("run", "start").Error);
    }

    [Fact]
    public static void FolderTreeAfterAnUpgrade()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("x/token")).Install("upgrades/x%2Ftoken", "true");

        Assert.Equal(0, home.Run("start").Code);

        Approved.Is(home.Tree() + '\n');
    }
}
