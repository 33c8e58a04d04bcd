using Cosmovisor.Hooks;
using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Hooks;

/// <summary>The table of docs.cosmos.network, "Pre-Upgrade Handling".</summary>
public static class WhatAPreUpgradeSays
{
    [Theory]
    [InlineData(0, nameof(PreUpgradeVerdict.Done))]
    [InlineData(1, nameof(PreUpgradeVerdict.NotImplemented))]
    [InlineData(30, nameof(PreUpgradeVerdict.Failed))]
    [InlineData(31, nameof(PreUpgradeVerdict.Retry))]
    [InlineData(2, nameof(PreUpgradeVerdict.Failed))]
    [InlineData(32, nameof(PreUpgradeVerdict.Failed))]
    [InlineData(255, nameof(PreUpgradeVerdict.Failed))]
    public static void IsItsExitCode(int code, string verdict) =>
        Assert.Equal(verdict, PreUpgradeVerdicts.Of(new DaemonEnd.Exited(code)).ToString());

    [Fact]
    public static void IsFailureWhereASignalEndedIt() =>
        Assert.Equal(PreUpgradeVerdict.Failed, PreUpgradeVerdicts.Of(new DaemonEnd.Killed(9)));

    [Fact]
    public static void IsFailureWhereItCouldNotBeStarted() => Assert.Equal(PreUpgradeVerdict.Failed, PreUpgradeVerdicts.Of(null));
}
