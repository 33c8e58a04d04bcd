using Cosmovisor.Tests.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Homes;

/// <summary>
/// Versions that a chain's image brings, which are only read, and a link on a volume: COSMOVISOR_CUSTOM_ROOT and
/// COSMOVISOR_CUSTOM_CURRENT_LINK.
/// </summary>
public static class HomesInImages
{
    private const string WithoutUsers = "unshare --user --map-root-user --mount";

    [Fact]
    public static void KeepAllThatIsWrittenOnTheVolume()
    {
        using var home = Image();
        var versions = Versions(home);

        var first = AsAnother(home, Executable.Cosmovisor, "start");
        var second = AsAnother(home, Executable.Cosmovisor, "start");

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.EndsWith("\nv2 runs\n", first.Output, StringComparison.Ordinal);
        Assert.Equal("v2 runs\n", second.Output);
        Assert.Equal(home.In("cosmovisor/upgrades/v2"), new FileInfo(home.In("volume/current")).LinkTarget);
        Assert.Equal(versions, Versions(home));
    }

    [Fact]
    public static void LackingTheVersionOfTheDataStartNoOther()
    {
        using var home = Image();
        Assert.Equal(0, AsAnother(home, Executable.Cosmovisor, "start").Code);
        Directory.Delete(home.In("cosmovisor/upgrades/v2"), recursive: true);

        var end = AsAnother(home, Executable.Cosmovisor, "start");

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains($"there is no folder {home.In("cosmovisor/upgrades/v2")}", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public static void NeedTheRightToWriteVersionsForDownloadsAlone(string downloads, bool isMissed)
    {
        using var home = Image().Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", downloads);
        using var node = new AnsweringNode(home, 77) { Plan = ("v3", 100, "") };

        var said = AsAnother(home, Executable.Cosmovisorctl, "doctor").Output;

        Assert.Contains("v3 at height 100:", said, StringComparison.Ordinal);
        Assert.Equal(isMissed, said.Contains($"{home.In("cosmovisor/upgrades")} cannot be written by nobody", StringComparison.Ordinal));
    }

    /// <summary>An image with a node and nothing else has no /etc/passwd.</summary>
    [Fact]
    public static void AreTendedByAUserWithoutAName()
    {
        using var home = new NodeHome().Install("genesis", "true");
        Assert.SkipUnless(
            home.Shell($"{WithoutUsers} mount -t tmpfs none /etc").Code == 0,
            $"a user's own mounts are not to be had here ({WithoutUsers})");

        var end = home.Shell(
            $"{WithoutUsers} sh -c 'mount -t tmpfs none /etc && exec {Executable.Cosmovisorctl} hold disk --for 1h --why \"a new disk\"'");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Contains("\"0@", File.ReadAllText(Assert.Single(Directory.GetFiles(home.In("cosmovisor/holds")))), StringComparison.Ordinal);
    }

    // The versions are root's, the rest is the node's user's.
    private static NodeHome Image()
    {
        AnotherUser.Need();
        var home = new NodeHome().Install("genesis", $"{Sentences.Halt("v2")}\nexec sleep 60").Install("upgrades/v2", "echo v2 runs").Write(
            "volume/.keep", "").Write("data/here", "")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        _ = home.Set("COSMOVISOR_CUSTOM_ROOT", home.In("cosmovisor")).Set("COSMOVISOR_CUSTOM_CURRENT_LINK", home.In("volume/current"));
        Assert.Equal("", home.Shell("chown -R 65534:65534 . && chown -R root:root cosmovisor && chmod 755 .").Error);
        return home;
    }

    private static Finished AsAnother(NodeHome home, string program, string word) =>
        home.RunUnder("setpriv", [.. AnotherUser.Words, program, word]);

    private static string Versions(NodeHome home) =>
        string.Join('\n', home.Tree().Split('\n').Where(entry => entry.StartsWith("cosmovisor", StringComparison.Ordinal)));
}
