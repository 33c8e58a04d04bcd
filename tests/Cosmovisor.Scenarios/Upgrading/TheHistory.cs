using System.Text.Json;
using Cosmovisor.Tests.Confirmed;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary>
/// <c>cosmovisorctl history --json</c>: whatever becomes of an upgrade, its form is that of docs/schema/history.schema.json.
/// </summary>
[ManyStarts]
public static class TheHistory
{
    private const string Old =
        """[ "$1" = pre-upgrade ] && exit 1; echo 'UPGRADE "v2" NEEDED at height: 49: '; echo 'panic: UPGRADE "v2" NEEDED at height: 49: '; exit 2""";
    private const string Runs =
        "[ \"$1\" = pre-upgrade ] && exit 1; [ \"$1\" = version ] && exit 0; trap 'exit 0' TERM; echo runs; while :; do sleep 0.02; done";

    [Fact]
    public static void TellsOfAnUpgradeThatIsConfirmedHowLongItWasDown()
    {
        using var home = new NetworkHome(20, "");
        using var run = home.Start();
        home.AwaitConfirmation(run, "confirmed");
        NetworkHome.End(run);

        var upgrade = Assert.Single(History(home.Home));

        Assert.Equal(("done", true), (upgrade.GetProperty("result").GetString(), upgrade.GetProperty("planFile").GetBoolean()));
        Assert.True(upgrade.GetProperty("down").GetProperty("total").GetDouble() > 0);
        Assert.True(upgrade.GetProperty("firstBlockAt").GetDateTimeOffset() >= upgrade.GetProperty("ended").GetDateTimeOffset());
    }

    [Fact]
    public static void TellsOfOneThatWasRolledBackAndOfTheSameThatWasDoneAgain()
    {
        using var home = Home().Install("upgrades/v2", "exit 0");
        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal(0, home.Ctl("rollback", "--yes").Code);
        Assert.Equal(0, home.Run("start").Code);

        Assert.Equal(["done", "rolled back by the operator", "done"], Results(home));
    }

    [Fact]
    public static void TellsOfOneThatWasTakenBack()
    {
        using var home = Home().Install("upgrades/v2", "exit 9").Write("data/chain", "").Set("COSMOVISOR_TAKE_BACK_WITHIN", "20s");
        Assert.Equal(9, home.Run("start").Code);

        Assert.Equal(["done", "taken back: "], Results(home).Select(result => result?[..Math.Min(result.Length, "taken back: ".Length)]));
    }

    [Fact]
    public static void TellsOfOneThatFailedThatItIsNotOverAndThenWhatBecameOfIt()
    {
        using var home = Home()
            .Install("upgrades/v2", "exit 30")
            .Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0")
            .Write("cosmovisor/upgrades/v2/migrate", "#!/bin/sh\n")
            .Write("data/chain", "x");
        _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));
        Assert.Equal(70, home.Run("start").Code);

        var open = Assert.Single(History(home));

        Assert.False(open.TryGetProperty("result", out _));
        Assert.Equal(
            ["Stage", "Stop", "Backup", "CustomPreUpgrade", "PreUpgrade"],
            open.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("step").GetString()));
        Assert.Contains("30", open.GetProperty("steps")[4].GetProperty("trouble").GetString(), StringComparison.Ordinal);

        Assert.Equal(0, home.Install("genesis", "exit 0").Run("start", "--unsafe-skip-upgrades", "49").Code);
        Assert.Equal(["skipped: its height is among --unsafe-skip-upgrades"], Results(home));
    }

    [Fact]
    public static void TellsOfOneThatWasGivenUp()
    {
        using var home = Home().Install("upgrades/v2", "exit 30").Set("DAEMON_PREUPGRADE_MAX_RETRIES", "0");
        Assert.Equal(70, home.Run("start").Code);
        Assert.Equal(0, home.Ctl("rollback", "--yes").Code);

        Assert.Equal(["given up by the operator"], Results(home));
    }

    [Fact]
    public static void TellsOfANodeThatHadToBeKilled()
    {
        using var home = Home()
            .Install("genesis", $"trap '' TERM\n{Supervision.Sentences.Halt("v2")}\nwhile :; do sleep 0.02; done")
            .Install("upgrades/v2", "exit 0")
            .Set("DAEMON_SHUTDOWN_GRACE", "100ms");
        Assert.Equal(0, home.Run("start").Code);

        Assert.True(Assert.Single(History(home)).GetProperty("steps")[1].GetProperty("killed").GetBoolean());
    }

    [Fact]
    public static void TellsOfOneThatTheScheduleAskedForWhichBlockIsItsFirst()
    {
        using var home = new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true").Set("UNSAFE_SKIP_BACKUP", "true");
        var chain = $"--home {home.Path} --era 0.50 --block-time 5";
        _ = home.InstallNode("genesis", chain).InstallNode("upgrades/v2", $"{chain} --blocks 5");
        Assert.Equal(0, home.Ctl("add-upgrade", "v2", home.In("cosmovisor/upgrades/v2/bin/dummyd"), "--upgrade-height", "30").Code);
        Assert.Equal(0, home.Run("start").Code);

        Assert.True(Assert.Single(History(home)).GetProperty("firstBlock").GetInt64() == 30);
    }

    [Fact]
    public static void TellsOfOneThatACommandAskedForWhich()
    {
        using var home = Home().Install("genesis", Runs).Install("upgrades/v1.1", Runs).Write("data/here", "");
        using var run = home.Start("start").AwaitOutput("runs");
        Assert.Equal(0, home.Ctl("upgrade", "v1.1", "--now").Code);

        var request = Assert.Single(History(home)).GetProperty("request");

        Assert.Contains(
            request.GetProperty("id").GetString()!, File.ReadAllText(home.In("cosmovisor/upgrade-request.json")), StringComparison.Ordinal);
        NetworkHome.End(run);
    }

    [Fact]
    public static void OfAHomeWithoutOneIsAnEmptyList()
    {
        using var home = Home();

        Assert.Empty(History(home));
    }

    private static NodeHome Home() => new NodeHome()
        .Install("genesis", Old)
        .PointCurrentTo("genesis")
        .Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
        .Set("COSMOVISOR_LOOK_AHEAD", "0s");

    private static string?[] Results(NodeHome home) => [.. History(home).Select(upgrade => upgrade.GetProperty("result").GetString())];

    private static JsonElement[] History(NodeHome home)
    {
        var end = home.Ctl("history", "--json");
        Assert.True(end.Code == 0, end.Output + end.Error);
        Assert.Empty(JsonSchema.Faults("history.schema.json", end.Output));
        return [.. JsonDocument.Parse(end.Output).RootElement.EnumerateArray()];
    }
}
