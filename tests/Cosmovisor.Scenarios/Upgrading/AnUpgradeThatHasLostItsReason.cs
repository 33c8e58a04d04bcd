using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>
/// The journal does not outlive its reason: while nothing but Stage was begun, the operator's cure of the plan file counts.
/// </summary>
[ManyStarts]
public static class AnUpgradeThatHasLostItsReason
{
    private const string PlanFile = "data/upgrade-info.json";
    private const string Journal = "cosmovisor/journal.json";

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void GoesByTheCorrectedPlanFile(string words)
    {
        using var home = Home();
        _ = home.Write(PlanFile, Plan(home, $"?checksum=sha256:{new string('0', 64)}"));
        Assert.Equal(70, home.Run(words.Split(' ')).Code);
        Assert.True(File.Exists(home.In(Journal)));

        _ = home.Write(PlanFile, Plan(home, ""));
        var end = home.Run(words.Split(' '));

        Assert.Equal((0, "fetched\n"), (end.Code, end.Output));
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void IsGivenUpWhereThePlanFileIsGone(string words)
    {
        using var home = Home();
        _ = home.Write(PlanFile, Plan(home, $"?checksum=sha256:{new string('0', 64)}"));
        Assert.Equal(70, home.Run(words.Split(' ')).Code);

        File.Delete(home.In(PlanFile));

        for (var start = 1; start <= 3; start++)
        {
            Assert.Equal((0, "old\n"), home.Run(words.Split(' ')) is var end ? (end.Code, end.Output) : default);
            Assert.False(File.Exists(home.In(Journal)));
        }
    }

    private static NodeHome Home() => new NodeHome().Install("genesis", "echo old").Write(
        "release", "#!/bin/sh\n[ \"$1\" = pre-upgrade ] && exit 1\necho fetched\n")
        .Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true").Set("UNSAFE_SKIP_BACKUP", "true");

    private static string Plan(NodeHome home, string query) =>
        $$$"""{"name":"v2","height":100,"info":"{\"binaries\":{\"any\":\"file://{{{home.In("release")}}}{{{query}}}\"}}"}""";
}
