using Xunit;

namespace Cosmovisor.Tests.TheSdk;

/// <summary>The demonstration of the readme with simd, word for word where a chain without a network allows it.</summary>
public static class TheWalkThroughSimd
{
    [Fact]
    public static void UpgradesAutomaticallyAtTheHeightOfTheProposal()
    {
        using var simapp = new NodeHome().Set("DAEMON_NAME", "simd");
        _ = simapp.Write("build/simd", Simd("--plan test1@20:upgrade"));
        _ = simapp.Write("build-test1/simd", Simd("--as test1 --handles test1 --plan test1@20:upgrade --blocks 5"));

        var end = simapp.Shell(
            """
            set -e
            chmod +x build/simd build-test1/simd
            ./build/simd keys --keyring-backend=test add validator
            ./build/simd init testing --chain-id test
            mkdir -p $DAEMON_HOME/cosmovisor/genesis/bin
            cp ./build/simd $DAEMON_HOME/cosmovisor/genesis/bin
            mkdir -p $DAEMON_HOME/cosmovisor/upgrades/test1/bin
            cp ./build-test1/simd $DAEMON_HOME/cosmovisor/upgrades/test1/bin
            echo starting
            "$0" start
            readlink $DAEMON_HOME/cosmovisor/current
            "$0" version
            DAEMON_RESTART_AFTER_UPGRADE=true "$0" start
            """);

        var output = end.Output[end.Output.IndexOf("starting\n", StringComparison.Ordinal)..];
        Assert.Equal(0, end.Code);
        Assert.Contains("UPGRADE \"test1\" NEEDED at height: 20: upgrade", output, StringComparison.Ordinal);
        Assert.Contains("\nupgrades/test1\ntest1\n", output, StringComparison.Ordinal);
        Assert.Contains("applying upgrade \"test1\" at height: 20", output, StringComparison.Ordinal);
    }

    private static string Simd(string options) =>
        $"#!/bin/sh\nexec {Executable.SimNode} --block-time 1 --log_no_color --home \"$DAEMON_HOME\" {options} \"$@\"\n";
}
