using Xunit;

namespace Cosmovisor.Tests.Confirmed;

/// <summary>After an upgrade the node is asked until the network agrees to it: each row of the table in docs/confirmed.md.</summary>
[ManyStarts]
public static class WhatTheNetworkSays
{
    [Fact]
    public static void ThatItGoesOnConfirmsTheUpgrade()
    {
        using var home = new NetworkHome(20, "");
        using var run = home.Start();

        home.AwaitConfirmation(run, "confirmed");

        _ = home.Await(run, "the upgrade is confirmed: the network goes on with its result plan=v2 height=20");
        Assert.Contains("the new version has carried out the upgrade and answers plan=v2 height=20", home.Log, StringComparison.Ordinal);
        Assert.True(home.LastUpgrade.GetProperty("confirmed").GetBoolean());
        _ = run.Await("its signature", () => home.LastUpgrade.GetProperty("signed").GetString() == "yes");
        Assert.Null(home.Trouble);
        var status = home.Home.Ctl("status");
        Assert.Equal(0, status.Code);
        Assert.Contains("confirmed by the network, ", status.Output, StringComparison.Ordinal);
        Assert.Contains("; its validator signs\n", status.Output, StringComparison.Ordinal);
        Assert.Matches(" down [0-9.]+ s from the halt to the first block", status.Output);
        NetworkHome.End(run);

        Assert.Matches(" down [0-9.]+ s from the halt to the first block", home.Home.Ctl("history").Output);
        var upgrade =
            Assert.Single(System.Text.Json.JsonDocument.Parse(home.Home.Ctl("history", "--json").Output).RootElement.EnumerateArray());
        Assert.Equal(
            home.LastUpgrade.GetProperty("down").GetProperty("total").GetDouble(),
            upgrade.GetProperty("down").GetProperty("total").GetDouble());
        Assert.Equal("done", upgrade.GetProperty("result").GetString());
    }

    [Theory]
    [InlineData(
        60, "waiting-v0",
        "the upgrade is not confirmed yet: waiting for power: 200 of 400 (50 %) have voted on block 61, more than two thirds are needed; no vote yet from 1DA304384F4F69A136B1CE9233655C29A5A0E633, 77793EFCF743A1522FE1BCDFABA31B1062995B8A")]
    [InlineData(
        30, "apphash-differs-full",
        "the upgrade is not confirmed yet: the network disagrees about the result of block 30: of those who voted on block 31, 50 % name one block and 50 % refuse it")]
    public static void WhatIsMissingIsToldBeforeItIsLate(long height, string replay, string line)
    {
        using var home = new NetworkHome(height, "--first-block-after never", replay);
        using var run = home.Start();

        _ = home.Await(run, line);

        Assert.Null(home.Trouble);
        Assert.DoesNotContain("ERR", home.Log, StringComparison.Ordinal);
        _ = run.Await("the same in the state", () => home.LastUpgrade.GetProperty("missing").GetString() == line);
        Assert.Equal(0, home.Home.Ctl("status").Code);
        NetworkHome.End(run);
    }

    [Theory]
    [InlineData(
        "wrong-migration-v3",
        "this node's result of block 30 differs from that of 75 % of the network: it refuses block 31, which they name. Is this the right binary?")]
    [InlineData(
        "apphash-differs-v2",
        "this node's result of block 30 differs from that of 50 % of the network: it refuses block 31, which they name. Is this the right binary?")]
    public static void AWrongResultIsAnErrorAtOnce(string replay, string line)
    {
        using var home = new NetworkHome(30, "--first-block-after never", replay);
        using var run = home.Start();

        _ = home.Await(run, line);

        _ = run.Await("trouble", () => home.Trouble?.StartsWith(line, StringComparison.Ordinal) == true);
        Assert.Equal(1, home.Home.Ctl("status").Code);
        NetworkHome.End(run);
    }

    [Fact]
    public static void ThatItGoesOnWithoutThisNodeIsAnErrorAtOnce()
    {
        using var recorded = new Recording("wrong-migration-v3", votesOf: "waiting-oldpeer-v0");
        using var home = new NetworkHome(30, $"--first-block-after never --replay {recorded.Folder}");
        using var run = home.Start();

        const string line = "the network goes on without this node: it stays at block 30, and 4 of its 4 peers are at 34 or near";
        _ = home.Await(run, line);

        _ = run.Await("trouble", () => home.Trouble?.StartsWith(line, StringComparison.Ordinal) == true);
        Assert.Equal(1, home.Home.Ctl("status").Code);
        NetworkHome.End(run);
    }

    [Fact]
    public static void ABlockThatComesLateIsToldAndThenConfirms()
    {
        using var home = new NetworkHome(60, "--first-block-after 12000", "waiting-v0");
        _ = home.Home.Set("COSMOVISOR_CONFIRM_BLOCK_WITHIN", "5s");
        using var run = home.Start();

        _ = home.Await(run, "the upgrade is not confirmed: waiting for power: 200 of 400");
        home.AwaitConfirmation(run, "unconfirmed");
        Assert.Equal(1, home.Home.Ctl("status").Code);

        home.AwaitConfirmation(run, "confirmed");
        Assert.Null(home.Trouble);
        Assert.Equal(0, home.Home.Ctl("status").Code);
        NetworkHome.End(run);
    }

    [Fact]
    public static void WhileItMigratesItsRpcIsAway()
    {
        using var home = new NetworkHome(20, "--migration-time 9000");
        using var run = home.Start();

        _ = home.Await(run, "the node's RPC does not answer: it migrates its data, or it does not work (");
        Assert.DoesNotContain("upgrade-applied", File.ReadAllText(home.Home.In("cosmovisor/events.jsonl")), StringComparison.Ordinal);

        home.AwaitConfirmation(run, "confirmed");
        NetworkHome.End(run);
    }

    [Fact]
    public static void ANodeThatCatchesUpIsAskedForNoVotes()
    {
        using var home = new NetworkHome(30, "--first-block-after never --catches-up-to 1000", "apphash-differs-v2");
        using var run = home.Start();

        _ = home.Await(run, "the upgrade is not confirmed yet: the node is catching up with its network");
        Assert.DoesNotContain("differs", home.Log, StringComparison.Ordinal);
        NetworkHome.End(run);
    }

    [Fact]
    public static void ANodeThatIsNoValidatorNeedsNoSignature()
    {
        using var home = new NetworkHome(20, "--sign-state still");
        using var run = home.Start();

        home.AwaitConfirmation(run, "confirmed");

        _ = run.Await("what it is", () => home.LastUpgrade.GetProperty("signed").GetString() == "not-validator");
        NetworkHome.End(run);
    }

    [Theory]
    [InlineData("[rpc]\nladdr = \"\"\n", "config.toml: rpc.laddr is empty, which switches the node's RPC off")]
    [InlineData(null, "config.toml is not there")]
    public static void WithoutAnRpcItCannotBeConfirmedAndNothingIsWrong(string? config, string reason)
    {
        using var home = new NetworkHome(20, "");
        File.Delete(home.Home.In("config/config.toml"));
        _ = config is null ? home.Home : home.Home.Write("config/config.toml", config);
        using var run = home.Start();

        home.AwaitConfirmation(run, "cannot-be-confirmed");

        Assert.Contains($"cannot check whether the network agrees to the upgrade: {home.Home.In("config/")}{reason}",
            home.Log, StringComparison.Ordinal);
        Assert.Null(home.Trouble);
        Assert.Equal(0, home.Home.Ctl("status").Code);
        NetworkHome.End(run);
    }
}
