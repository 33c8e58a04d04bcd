using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>"cosmovisor reads its configuration from environment variables."</summary>
public static class SettingsOfTheEnvironment
{
    [Fact]
    public static void ThatAreWrongAreToldAllAtOnceAndNothingIsStarted()
    {
        using var home = new NodeHome().Install("genesis", "echo started")
            .Set("DAEMON_HOME", "relative").Set("DAEMON_NAME", "").Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "yes")
            .Set("DAEMON_SHUTDOWN_GRACE", "15");

        var end = home.Run("start");

        Assert.Equal(78, end.Code);
        Assert.Equal("", end.Output);
        Approved.Is(end.Error);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("version")]
    [InlineData("other")]
    public static void AreCheckedWhateverTheCommand(string word)
    {
        using var home = new NodeHome().Install("genesis", "echo started").Set("DAEMON_RESTART_AFTER_UPGRADE", "maybe");

        var end = home.Run(word);

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains("DAEMON_RESTART_AFTER_UPGRADE must be true or false, not \"maybe\"", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void NeedAFolderCosmovisorInTheHome()
    {
        using var home = new NodeHome();
        Directory.Delete(home.In("cosmovisor"));

        var end = home.Run("start");

        Assert.Equal(78, end.Code);
        Assert.Contains(
            $"DAEMON_HOME must hold a folder cosmovisor, and {home.In("cosmovisor")} is not a folder", end.Error, StringComparison.Ordinal);
        Assert.Empty(home.Tree());
    }

    [Fact]
    public static void NeedABackupSourceThatExists()
    {
        using var home = new NodeHome().Install("genesis", "echo started").Set("DAEMON_BACKUP_DATA_DIR", "/no/such/data");

        var end = home.Run("start");

        Assert.Equal(78, end.Code);
        Assert.Contains("DAEMON_BACKUP_DATA_DIR must be a folder, and /no/such/data is not one", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void AskForOurVersionOnStandardErrorBeforeAnythingIsChecked()
    {
        using var home = new NodeHome().Set("DAEMON_INFO", "1").Set("DAEMON_HOME", "relative");

        var end = home.Run("start");

        Assert.Equal((0, ""), (end.Code, end.Output));
        Assert.Equal(
            ["Name", "Version", "Commit", "Built"], end.Error.TrimEnd('\n').Split('\n').Select(line => line[..11].TrimEnd(' ', ':')));
    }

    [Theory]
    [InlineData("run start")]
    [InlineData("start")]
    public static void ThatMeanNothingAreToldAtTheStartAndByConfig(string arguments)
    {
        using var home = new NodeHome().Install("genesis", "echo started").Set("COSMOVISOR_SKIP_BACKUP", "true");

        var end = home.Run(arguments.Split(' '));

        Assert.Equal((0, "started\n"), (end.Code, end.Output));
        const string Told = "the variable COSMOVISOR_SKIP_BACKUP has no effect; is UNSAFE_SKIP_BACKUP meant?";
        Assert.Contains($"WARN  {Told}\n", arguments == "start" ? home.Log : end.Error, StringComparison.Ordinal);
        Assert.Contains($"cosmovisorctl: {Told}\n", home.Ctl("config").Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void MayHaveAnySpelling()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "TRUE");

        Assert.EndsWith("v2\n", home.Run("start").Output, StringComparison.Ordinal);
    }
}
