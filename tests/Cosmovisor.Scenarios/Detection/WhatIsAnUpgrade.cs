using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class WhatIsAnUpgrade
{
    private const string Announcement = "UPGRADE \"v2\" NEEDED at height: 49: go";

    [Theory]
    [InlineData("exit 0")]
    [InlineData("exit 1")]
    [InlineData("exit 2")]
    [InlineData("kill -KILL $$")]
    public static void TheEndOfADaemonThatAnnouncedItWhateverItsCode(string end)
    {
        using var home = Home($"{Scripts.Print(Announcement)}\n{end}");

        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void AnAnnouncementOnOneStreamAndTheHaltOnTheOther()
    {
        // Two streams have no order between them, so the halt waits until the announcement has been understood.
        using var home = Home(
            $"{Scripts.Print(Announcement)}\nuntil grep -q announces \"$DAEMON_HOME/cosmovisor/cosmovisor.log\"; do sleep 0.01; done\n{{ {Scripts.Print($"panic: {Announcement}")}; }} >&2\n{Scripts.StayAlive}");

        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void AnAnnouncementWithoutALineEndBeforeTheDaemonDies()
    {
        using var home = Home($"printf '%s' '{Announcement}'");

        var end = home.Run("start");

        Assert.Equal(Announcement, end.Output);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void AnAnnouncementInPiecesWithPausesBetween()
    {
        using var home = Home($"printf 'UPGR'; sleep 0.05; printf 'ADE \"v2\" NEEDED at hei'; sleep 0.05; printf 'ght: 49: \\n'; exit 2");

        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("0.38")]
    [InlineData("0.42")]
    [InlineData("0.45")]
    [InlineData("0.47")]
    [InlineData("0.50")]
    [InlineData("0.53")]
    public static void TheHaltOfANodeOfAnyEra(string era) => IsCarriedOut($"--era {era}");

    [Theory]
    [InlineData("0.45 --log_format json")]
    [InlineData("0.50 --log_format json")]
    [InlineData("0.50 --log_no_color")]
    [InlineData("0.53 --slog text")]
    [InlineData("0.53 --slog json")]
    [InlineData("0.47 --split-announcement 50")]
    [InlineData("0.47 --halt exit --exit-code 0")]
    public static void TheHaltOfANodeHoweverItLogs(string options) => IsCarriedOut($"--era {options}");

    private static void IsCarriedOut(string options)
    {
        using var home = new NodeHome()
            .InstallNode("genesis", $"{options} --plan v2@5 --block-time 1 --home \"$DAEMON_HOME\"")
            .InstallNode("upgrades/v2", $"{options} --as v2 --handles v2 --plan v2@5 --block-time 1 --blocks 5 --home \"$DAEMON_HOME\"")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Run("start");

        Assert.True(end.Code == 0, $"ended with {end.Code}:\n{home.Log}");
        Assert.Contains("applying upgrade", end.Output + end.Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    private static NodeHome Home(string genesis) => new NodeHome().Install("genesis", genesis).Install("upgrades/v2", "echo v2");
}
