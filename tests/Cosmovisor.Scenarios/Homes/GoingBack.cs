using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Homes;

/// <summary>
/// Whoever tries ours must be able to go back: after an upgrade by us, each Go version finds what it reads. The walks of docs/migrating.md.
/// </summary>
public static class GoingBack
{
    private const string Plan2 = """{"name":"chain2","time":"0001-01-01T00:00:00Z","height":5}""";

    /// <summary>They take the text of the link as it is, and join bin/NAME to it.</summary>
    [Theory]
    [InlineData("start", "0.42", true)] // Provenance's fork
    [InlineData("run start", "0.45", true)] // the SDK's 1.0 to 1.5
    [InlineData("run start", "0.50", false)] // 1.6 and later, which take a relative one too
    public static void FindsTheVersionThatRuns(string words, string era, bool isAbsolute)
    {
        using var home = Home(era);
        _ = home.PointCurrentTo(isAbsolute ? home.In("cosmovisor/upgrades/chain2") : "upgrades/chain2");

        var end = home.Run(words.Split(' '));

        Assert.True(end.Code == 0, end.Error + home.Log);
        Assert.Equal(isAbsolute ? home.In("cosmovisor/upgrades/chain3") : "upgrades/chain3", home.Current);
        var binary = isAbsolute ? Path.Join(home.Current, "bin", NodeHome.DaemonName)
            : home.In($"cosmovisor/{home.Current}/bin/{NodeHome.DaemonName}");
        Assert.True(File.Exists(binary));
    }

    /// <summary>1.0 and later read the record of the running version at every start: a plan file of the same name is then done.</summary>
    [Theory]
    [InlineData("0.45")]
    [InlineData("0.50")]
    public static void FindsTheRecordOfTheUpgrade(string era)
    {
        using var home = Home(era);
        _ = home.PointCurrentTo(home.In("cosmovisor/upgrades/chain2"));

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        var file = home.In("cosmovisor/current/upgrade-info.json");
        using var record = JsonDocument.Parse(File.ReadAllText(file));
        using var planFile = JsonDocument.Parse(File.ReadAllText(home.In("data/upgrade-info.json")));
        Assert.Equal("Chain3", record.RootElement.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Number, record.RootElement.GetProperty("height").ValueKind);
        Assert.Equal(
            planFile.RootElement.GetProperty("name").GetString(), record.RootElement.GetProperty("name").GetString(), ignoreCase: true);
        Assert.Equal(9, record.RootElement.GetProperty("height").GetInt64());
        Assert.Equal(
            UnixFileMode.None, File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));
    }

    [Fact]
    public static void FindsNothingMoreThanFilesItDoesNotKnow()
    {
        using var home = Home("0.45");
        _ = home.PointCurrentTo(home.In("cosmovisor/upgrades/chain2")).Set("UNSAFE_SKIP_BACKUP", "true");
        var before = Directory.GetFileSystemEntries(home.In("cosmovisor"))
            .Concat(Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")))
            .ToHashSet();

        Assert.Equal(0, home.Run("run", "start").Code);

        string[] added = [.. Directory.GetFileSystemEntries(home.In("cosmovisor"))
            .Concat(Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")))
            .Where(entry => !before.Contains(entry))
            .Select(Path.GetFileName)
            .OfType<string>()];
        Assert.DoesNotContain("journal.json", added);
        Assert.All(added, name => Assert.Contains(
            name, new[] { "lock", "history.jsonl", "cosmovisor.log", "schedule.json", "state.json", "events.jsonl", "outlook.json" }));
    }

    /// <summary>A script that reads the node's version from the first line gets the node's, and nothing of ours on either stream.</summary>
    [Theory]
    [InlineData("run version")]
    [InlineData("run keys list")]
    [InlineData("version")]
    public static void IsNotHeldUpByScriptsThatReadTheFirstLine(string words)
    {
        using var home = new NodeHome().Install("genesis", "echo v1.2.3");

        var end = home.Run(words.Split(' '));

        Assert.Equal((0, "v1.2.3\n", ""), (end.Code, end.Output, end.Error));
    }

    private static NodeHome Home(string era)
    {
        var chain = $"--era {era} --plan chain2@5 --plan Chain3@9 --block-time 1 --home \"$DAEMON_HOME\"";
        return new NodeHome().InstallNode("genesis", $"--as genesis {chain}").Write("data/simnode.height", "6\n").Write(
            "data/simnode.applied", "chain2\n")
            .InstallNode("upgrades/chain2", $"--as chain2 --handles chain2 {chain}").InstallNode(
                "upgrades/chain3", $"--as chain3 --handles chain2,Chain3 {chain} --blocks 4")
            .Write("data/upgrade-info.json", Plan2).Write("cosmovisor/upgrades/chain2/upgrade-info.json", Plan2)
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
    }
}
