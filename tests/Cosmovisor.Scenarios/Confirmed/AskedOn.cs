using Xunit;

namespace Cosmovisor.Tests.Confirmed;

/// <summary>Whoever ends while an upgrade is not confirmed goes on asking at the next start.</summary>
[ManyStarts]
public static class AskedOn
{
    private const string Never = "--first-block-after never";

    [Theory]
    [InlineData(Run.Kill)]
    [InlineData(Run.Terminate)]
    public static void AfterAnEndOfTheSupervisor(int signal)
    {
        using var home = new NetworkHome(60, Never, "waiting-v0");

        using (var run = home.Start())
        {
            _ = home.Await(run, "waiting for power: 200 of 400");
            run.Signal(signal);
            _ = run.End();
        }

        Assert.Equal(System.Text.Json.JsonValueKind.Null, home.LastUpgrade.GetProperty("confirmed").ValueKind);
        GoesOnAndIsConfirmed(home);
        Assert.Contains(
            "the last upgrade is not confirmed yet; cosmovisor goes on asking plan=v2 height=60", home.Log, StringComparison.Ordinal);
        // told by the first run, and once
        Assert.Equal(2, home.Log.Split("the new version has carried out the upgrade and answers").Length);
    }

    [Fact]
    public static void WhereTheStateIsLost()
    {
        using var home = new NetworkHome(60, Never, "waiting-v0");

        using (var run = home.Start())
        {
            _ = home.Await(run, "waiting for power: 200 of 400");
            run.Signal(Run.Kill);
            _ = run.End();
        }

        File.Delete(home.Home.In("cosmovisor/state.json"));
        GoesOnAndIsConfirmed(home);
    }

    [Fact]
    public static void WhatIsConfirmedIsNotAskedAboutAgain()
    {
        using var home = new NetworkHome(20, "");

        using (var run = home.Start())
        {
            _ = run.Await("its signature", () => File.Exists(home.Home.In("cosmovisor/state.json"))
                && home.Log.Contains("is confirmed:", StringComparison.Ordinal)
                && home.LastUpgrade.GetProperty("signed").GetString() == "yes");
            NetworkHome.End(run);
        }

        _ = home.Home.InstallNode("upgrades/v2", $"--as v2 --handles v2 {home.Chain} --blocks 150"); // three seconds
        Assert.Equal(0, home.Home.Run("start").Code);
        Assert.DoesNotContain("cosmovisor goes on asking", home.Log, StringComparison.Ordinal);
        Assert.Equal(2, home.Log.Split("the upgrade is confirmed").Length);
    }

    /// <summary>The chain skips the upgrade, and the old version goes past its height.</summary>
    [Fact]
    public static void AfterAWayBackTheOldVersionIs()
    {
        using var home = new NetworkHome(20, "");
        _ = home.Home.Install("upgrades/v2", "exit 1");
        Assert.Equal(1, home.Home.Run("start").Code);
        Assert.Equal(0, home.Home.Ctl("rollback", "--yes").Code);
        _ = home.Home.InstallNode("genesis", $"{home.Chain} --rpc unix://{home.Home.In("rpc.sock")}");

        using var run = home.Home.Start("start", "--unsafe-skip-upgrades", "20");

        home.AwaitConfirmation(run, "confirmed");
        Assert.Equal("taken-back", home.LastUpgrade.GetProperty("result").GetString());
        NetworkHome.End(run);
    }

    private static void GoesOnAndIsConfirmed(NetworkHome home)
    {
        _ = home.Home.InstallNode("upgrades/v2", $"--as v2 --handles v2 {home.Chain} --rpc unix://{home.Home.In("rpc.sock")}");
        using var run = home.Start();
        home.AwaitConfirmation(run, "confirmed");
        NetworkHome.End(run);
    }
}
