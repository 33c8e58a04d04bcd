using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// A line of the output may hold anybody's text: nothing is fetched for it, unless something that the node itself made names the plan too.
/// </summary>
public static class ADownloadNeedsASecondWitness
{
    [Fact]
    public static void AnAnnouncementAloneFetchesNothing()
    {
        using var home = Home(link => Scripts.Print(Announcement(link)) + "\nexit 2");

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains("nothing but a line of the output names this plan", end.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.In("cosmovisor/upgrades/v2")));
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void AnAnnouncementAloneIsEnoughForABinaryInPlace()
    {
        using var home = Home(link => Scripts.Print(Announcement(link)) + "\nexit 2").Install("upgrades/v2", "echo v2");

        Assert.EndsWith("v2\n", home.Run("start").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("panic: UPGRADE \"v2\" NEEDED at height: 49: ")]
    [InlineData("1:00PM ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"v2\\\" NEEDED at height: 49: \" module=consensus")]
    public static void TheNodesOwnFirstWordsAreOne(string halt)
    {
        using var home = Home(link => Scripts.Print(Announcement(link), halt) + "\nexit 2");

        Assert.EndsWith("fetched\n", home.Run("start").Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void ItsPlanFileIsOne()
    {
        using var home = Home(
            link =>
                $"printf '%s' '{{\"name\":\"v2\",\"height\":49}}' >\"$DAEMON_HOME/data/upgrade-info.json\"\n{Scripts.Print(Announcement(link))}\nexit 2");

        Assert.EndsWith("fetched\n", home.Run("start").Output, StringComparison.Ordinal);
    }

    private static string Announcement(string link) =>
        $"1:00PM ERR UPGRADE \"v2\" NEEDED at height: 49: {{\"binaries\":{{\"any\":\"file://{link}\"}}}} module=x/upgrade";

    private static NodeHome Home(Func<string, string> script)
    {
        var home = new NodeHome()
            .Write("data/x", "")
            .Write("release", "#!/bin/sh\necho fetched\n")
            .Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        return home.Install("genesis", script(home.In("release")));
    }
}
