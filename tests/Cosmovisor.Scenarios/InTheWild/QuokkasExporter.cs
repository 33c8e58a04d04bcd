using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.InTheWild;

/// <summary>
/// QuokkaStake/cosmos-node-exporter: a service of its own, with <c>DAEMON_NAME</c> and <c>DAEMON_HOME</c> as its only settings of ours. It
/// reads both streams as one text, line by line, and the folder of upgrades by itself.
/// </summary>
public static class QuokkasExporter
{
    private const string Node = """
        case "$*" in
          "version --long --output json") echo 'Flag --log_level has been deprecated' >&2; echo '{"name":"gaia","server_name":"gaiad","version":"1.6.4","commit":"c0ffee"}' ;;
          "version") echo 1.6.4 ;;
        esac
        """;

    [Theory]
    [InlineData("run start")]
    [InlineData("start")]
    [InlineData("")]
    public static void ReadsTheNodesVersion(string lastRun)
    {
        using var home = HomeThatWasRun(lastRun);

        var end = Ask(home, "run version --long --output json");

        Assert.Equal(0, end.Code);
        using var version = JsonDocument.Parse(FirstLineInBraces(end.Output));
        Assert.Equal("1.6.4", version.RootElement.GetProperty("version").GetString());
    }

    /// <summary>Nodes from SDK 0.47 on write it on standard output, earlier ones on standard error.</summary>
    [Fact]
    public static void ReadsTheVersionOfANodeThatTellsItOnStandardError()
    {
        using var home = new NodeHome().Install("genesis", "echo '{\"version\":\"0.9\"}' >&2");

        var end = Ask(home, "run version --long --output json");

        Assert.Equal((0, "{\"version\":\"0.9\"}"), (end.Code, FirstLineInBraces(end.Output)));
    }

    /// <summary>The Go versions print such a line from 1.2 on, whose nodes are run with the word run.</summary>
    [Fact]
    public static void ReadsOurVersion()
    {
        using var home = HomeThatWasRun("run start");

        var end = Ask(home, "version");

        Assert.Equal(0, end.Code);
        var line = Assert.Single(end.Output.Split('\n'), one => one.StartsWith("cosmovisor version: ", StringComparison.Ordinal));
        Assert.Matches(@"^v\d+\.\d+\.\d+$", line["cosmovisor version: ".Length..]);
    }

    [Fact]
    public static void ReadsOurVersionWhereTheNodeHasNone()
    {
        using var home = HomeThatWasRun("run start").Install("genesis", "echo no such command >&2; exit 1");

        // Its releases from 2024 on do not look at the code any more.
        Assert.Contains("cosmovisor version: v", Ask(home, "version").Output, StringComparison.Ordinal);
    }

    /// <summary>Each folder there is an upgrade to it, and one without a binary in it an upgrade that is not ready.</summary>
    [Fact]
    public static void SeesNoFolderButThoseOfUpgradesAfterOne()
    {
        using var home = new NodeHome().InstallNode("genesis", "--plan v2@5 --block-time 1")
            .InstallNode("upgrades/v2", "--as v2 --handles v2 --block-time 1 --blocks 2").Install("upgrades/v3", "exit 0");

        Assert.Equal(0, home.Run("run", "start", "--home", home.Path).Code);

        Assert.Equal(
            ["v2", "v3"], Directory.GetDirectories(home.In("cosmovisor/upgrades")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static NodeHome HomeThatWasRun(string words)
    {
        var home = new NodeHome().Install("genesis", Node);
        Assert.Equal(0, words.Length == 0 ? 0 : home.Run(words.Split(' ')).Code);
        return home;
    }

    private static Finished Ask(NodeHome home, string words) => UnitInTheWild.Shell(home, $"\"$0\" {words} 2>&1");

    private static string FirstLineInBraces(string text) =>
        text.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith('{') && line.EndsWith('}'));
}
