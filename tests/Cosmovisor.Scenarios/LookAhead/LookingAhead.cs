using System.Text.Json;
using Cosmovisor.Tests.RealChains;
using Xunit;

namespace Cosmovisor.Tests.LookAhead;

/// <summary>While a node runs, its chain is asked what comes: an upgrade is ready days before its height.</summary>
[ManyStarts]
public static class LookingAhead
{
    private const string NodeKey =
        """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";

    [Theory]
    [InlineData("0.45")]
    [InlineData("0.47")]
    [InlineData("0.55")]
    public static void AVoteIsShownAndNothingIsFetchedForIt(string era)
    {
        using var home = Home();
        var (_, info) = ChainHome.Release(home, "");
        _ = home.InstallNode("genesis", $"--era {era} --plan 'v2@90000:{info}' --voted-at 80000 --vote-blocks 80000 {Answering(home)}")
            .Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");
        using var run = home.Start("start");

        _ = run.Await("the vote in the log", () => home.Log.Contains("an upgrade is proposed and in voting", StringComparison.Ordinal));

        var plan = Outlook(home).GetProperty("plans")[0];
        Assert.Equal(("v2", "proposal", "voting", 1), (plan.GetProperty("name").GetString(), plan.GetProperty("source").GetString(),
            plan.GetProperty("status").GetString(), plan.GetProperty("proposal").GetInt32()));
        Assert.False(Directory.Exists(home.In("cosmovisor/upgrades/v2")));
        End(run);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run", "start")]
    public static void ADecidedUpgradeLiesReadyBeforeItsHeight(params string[] words)
    {
        using var home = Home().Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true").Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Set("UNSAFE_SKIP_BACKUP", "true");
        var (_, info) = ChainHome.Release(home, "--era 0.50 --no-pre-upgrade");
        _ = home.InstallNode("genesis", $"--era 0.50 --block-time 40 --plan 'v2@300:{info}' {Answering(home)}");
        using var run = home.Start(words);

        string Log() => home.Log + run.ErrorSoFar;

        _ = run.Await("a ready upgrade", () => Log().Contains("a coming upgrade is ready", StringComparison.Ordinal));
        Assert.Equal("genesis", home.Current);
        Assert.True(File.Exists(home.In("cosmovisor/upgrades/v2/bin/dummyd")));
        Assert.Equal("yes", Outlook(home).GetProperty("plans")[0].GetProperty("ready").GetString());
        var before = Log().Split("downloaded").Length;

        _ = run.Await("the upgrade", () => home.Current == "upgrades/v2");
        Assert.Equal(before, Log().Split("downloaded").Length); // nothing was fetched while the node was down
        Assert.Equal(words is ["run", ..], Log().Contains("the new binary has no pre-upgrade command", StringComparison.Ordinal));
        Assert.False(File.Exists(home.In("pre-upgrade.calls"))); // and it was not started to learn that
        End(run);
    }

    [Fact]
    public static void ACancelledUpgradeIsToldOnce()
    {
        using var home = Home();
        _ = home.InstallNode("genesis", $"--era 0.50 --block-time 40 --plan v2@90000 --cancelled-at 60 {Answering(home)}");
        using var run = home.Start("start");

        _ = run.Await("the cancellation in the log", () => home.Log.Contains("a coming upgrade was cancelled", StringComparison.Ordinal));

        Assert.Equal("cancelled", Outlook(home).GetProperty("plans")[0].GetProperty("status").GetString());
        Assert.Equal(2, home.Log.Split("the chain has decided on an upgrade").Length);
        End(run);
    }

    [Fact]
    public static void WhatIsInTheWayIsToldWithItsCommand()
    {
        using var home = Home();
        _ = home.InstallNode("genesis", $"--era 0.50 --plan v2@90000 {Answering(home)}").Set("COSMOVISOR_CUSTOM_PREUPGRADE", "nothere.sh");
        using var run = home.Start("start");
        _ = run.Await(
            "a decided upgrade", () => home.Log.Contains("a coming upgrade is not ready: there is none at ", StringComparison.Ordinal));

        var end = home.Ctl("look-ahead");

        Assert.Equal(1, end.Code);
        Assert.Contains("v2 at height 90000: decided, in ", end.Output, StringComparison.Ordinal);
        Assert.Contains(": not ready\n", end.Output, StringComparison.Ordinal);
        Assert.Contains("\n    cosmovisorctl prepare v2 --link URL\n", end.Output, StringComparison.Ordinal);
        Assert.Contains("problem: COSMOVISOR_CUSTOM_PREUPGRADE names ", end.Output, StringComparison.Ordinal);
        Assert.Equal(2, home.Log.Split("the chain has decided on an upgrade").Length); // the second look had nothing new
        End(run);
    }

    [Fact]
    public static void AnotherNodeAtItsAddressIsNotBelieved()
    {
        using var home = Home().Install("genesis", "true");
        using var node = new AnsweringNode(home, 77, id: new string('a', 40)) { Plan = ("v2", 100, "") };

        var end = home.Ctl("look-ahead");

        Assert.Equal(1, end.Code);
        Assert.Contains("is answered by another node: aaaa", end.Output, StringComparison.Ordinal);
        Assert.Contains("no upgrade is coming", end.Output, StringComparison.Ordinal);
        Assert.False(Outlook(home).GetProperty("node").GetProperty("reachable").GetBoolean());
    }

    [Fact]
    public static void APlanThatTheNodeCannotNameAnyMoreStays()
    {
        using var home = Home().Install("genesis", "true");

        using (new AnsweringNode(home, 77) { Plan = ("v2", 100, "") })
        {
            Assert.Contains("v2 at height 100: decided, in 23 blocks", home.Ctl("look-ahead").Output, StringComparison.Ordinal);
        }

        var end = home.Ctl("look-ahead");

        Assert.Contains("the node does not answer", end.Output, StringComparison.Ordinal);
        Assert.Contains("v2 at height 100: decided", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void NobodyIsAskedWhereTheOperatorWantsIt()
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "0s");
        _ = home.InstallNode("genesis", $"--blocks 60 --block-time 40 {Answering(home)}");

        Assert.Equal(0, home.Run("start").Code);
        Assert.False(File.Exists(home.In("cosmovisor/outlook.json")));
    }

    [Fact]
    public static void WhatAnOperatorPreparesIsLookedAtAtOnce()
    {
        using var home = Home().Set("COSMOVISOR_LOOK_AHEAD", "1h").Write("v2", "#!/bin/sh\n");
        _ = home.InstallNode("genesis", $"--era 0.50 --plan v2@90000 {Answering(home)}");
        using var run = home.Start("start").AwaitOutput("committed state");

        Assert.Equal(0, home.Ctl("add-upgrade", "v2", home.In("v2")).Code);
        _ = run.Await("a look at the binary", () => home.Log.Contains("a coming upgrade is ready", StringComparison.Ordinal));

        Assert.Equal(0, home.Ctl("add-upgrade", "v3", home.In("v2"), "--upgrade-height", "95000").Code);
        _ = run.Await(
            "a look at the schedule",
            () => home.Log.Contains("not armed: the running node was not started with the halt height 95000", StringComparison.Ordinal));

        Assert.Equal(0, home.Ctl("schedule", "remove", "v3").Code);
        _ = run.Await("a look at what is left", () => home.Log.Contains("a coming upgrade was cancelled", StringComparison.Ordinal));
        End(run);
    }

    [Fact]
    public static void AnEntryThatTheDaemonCannotBeHaltedForIsToldAsThat()
    {
        using var home = Home().Write("v2", "#!/bin/sh\n");
        _ = home.InstallNode("genesis", $"--era 0.50 --knows-halt-height=false {Answering(home)}");
        _ = home.Ctl("add-upgrade", "v2", home.In("v2"), "--upgrade-height", "90000");
        using var run = home.Start("start");

        _ = run.Await("what is in the way", () => home.Log.Contains(
            "cannot be armed: the daemon of genesis has no --halt-height flag, and the chain does not ask for this upgrade",
            StringComparison.Ordinal));
        var doctor = home.Ctl("doctor");
        var byHand = home.Ctl("look-ahead");

        Assert.True((doctor.Code, byHand.Code) == (2, 1), doctor.Output + byHand.Output + home.Log);
        Assert.Contains(
            "problem  armed: cannot be armed: the daemon of genesis has no --halt-height flag", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("problem: cannot be armed: ", byHand.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("armed at its next start", doctor.Output + byHand.Output, StringComparison.Ordinal);
        End(run);
    }

    internal static NodeHome Home() => new NodeHome().Set("COSMOVISOR_LOOK_AHEAD", "1s").Write("data/here", "");

    internal static string Answering(NodeHome home)
    {
        _ = home.Write("config/node_key.json", NodeKey).Write("config/config.toml", $"[rpc]\nladdr = \"unix://{home.In("rpc.sock")}\"\n");
        return $"--home {home.Path} --rpc unix://{home.In("rpc.sock")}";
    }

    internal static JsonElement Outlook(NodeHome home) =>
        JsonDocument.Parse(File.ReadAllText(home.In("cosmovisor/outlook.json"))).RootElement;

    internal static void End(Run run)
    {
        run.Signal(Run.Terminate);
        _ = run.End();
    }
}
