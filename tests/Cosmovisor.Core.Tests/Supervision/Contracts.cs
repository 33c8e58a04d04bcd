using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Which contract holds.</summary>
public static class Contracts
{
    [Theory]
    [InlineData(InvokedAs.Arguments, null, false, Contract.Classic, "default")]
    [InlineData(InvokedAs.Arguments, "", false, Contract.Classic, "default")]
    [InlineData(InvokedAs.Arguments, null, true, Contract.Sdk, "config.toml")]
    [InlineData(InvokedAs.Arguments, "sdk", false, Contract.Sdk, "COSMOVISOR_PROFILE")]
    [InlineData(InvokedAs.Arguments, "sdk", true, Contract.Sdk, "COSMOVISOR_PROFILE")]
    [InlineData(InvokedAs.Arguments, "classic", false, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData(InvokedAs.Arguments, "classic", true, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData(InvokedAs.Arguments, "wrong", true, Contract.Sdk, "config.toml")]
    [InlineData(InvokedAs.Run, null, false, Contract.Sdk, "run")]
    [InlineData(InvokedAs.Run, "classic", false, Contract.Sdk, "run")]
    [InlineData(InvokedAs.Run, "classic", true, Contract.Sdk, "run")]
    [InlineData(InvokedAs.SharedWord, null, false, Contract.Sdk, "called as cosmovisor")]
    [InlineData(InvokedAs.SharedWord, "classic", false, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData(InvokedAs.OperatorsTool, null, false, Contract.Classic, "default")]
    [InlineData(InvokedAs.OperatorsTool, null, true, Contract.Sdk, "config.toml")]
    internal static void AreChosenByTheWordRunThenByTheProfileThenByTheFile(
        InvokedAs call, string? profile, bool hasConfigFile, Contract contract, string origin) =>
        AssertIs(contract, origin, ContractRule.Of(call, profile, hasConfigFile, lastRun: null, sdkTrace: null));

    [Theory]
    [InlineData(null, false, Contract.Sdk, Contract.Sdk, "last run")]
    [InlineData(null, false, Contract.Classic, Contract.Classic, "last run")]
    [InlineData("classic", false, Contract.Sdk, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData("sdk", false, Contract.Classic, Contract.Sdk, "COSMOVISOR_PROFILE")]
    [InlineData(null, true, Contract.Classic, Contract.Sdk, "config.toml")]
    internal static void OfOurOwnWordsFollowTheLastRunWhenNothingElseDecides(
        string? profile, bool hasConfigFile, Contract lastRun, Contract contract, string origin) =>
        Assert.All(
            [InvokedAs.OperatorsTool, InvokedAs.SharedWord],
            call => AssertIs(contract, origin, ContractRule.Of(call, profile, hasConfigFile, lastRun, sdkTrace: "UNSAFE_SKIP_BACKUP")));

    [Theory]
    [InlineData(InvokedAs.OperatorsTool, null, Contract.Sdk, "UNSAFE_SKIP_BACKUP", true)]
    [InlineData(InvokedAs.SharedWord, null, Contract.Sdk, "UNSAFE_SKIP_BACKUP", true)]
    [InlineData(InvokedAs.SharedWord, "classic", Contract.Classic, "COSMOVISOR_PROFILE", false)]
    [InlineData(InvokedAs.Arguments, null, Contract.Classic, "default", true)]
    internal static void OfAHomeThatWasNeverRunFollowTheTracesOfTheSdks(
        InvokedAs call, string? profile, Contract contract, string origin, bool isAssumed)
    {
        var chosen = ContractRule.Of(call, profile, hasConfigFile: false, lastRun: null, sdkTrace: "UNSAFE_SKIP_BACKUP");

        AssertIs(contract, origin, chosen);
        Assert.Equal(isAssumed, chosen.IsAssumed);
    }

    [Theory]
    [InlineData(InvokedAs.Arguments, Contract.Classic)]
    [InlineData(InvokedAs.Run, Contract.Sdk)]
    internal static void OfADaemonsArgumentsNeverDependOnWhatWasRunBefore(InvokedAs call, Contract contract) =>
        Assert.All([Contract.Sdk, Contract.Classic], lastRun => Assert.Equal(
            contract, ContractRule.Of(call, profile: null, hasConfigFile: false, lastRun, sdkTrace: "batch").Contract));

    [Theory]
    [InlineData("UNSAFE_SKIP_BACKUP", "true", false, "UNSAFE_SKIP_BACKUP")]
    [InlineData("COSMOVISOR_DISABLE_RECASE", "false", false, "COSMOVISOR_DISABLE_RECASE")]
    [InlineData("COSMOVISOR_DISABLE_RECASE", "", false, null)]
    [InlineData("DAEMON_BACKUP_DATA_DIR", "/x", false, null)]
    [InlineData("DAEMON_RESTART_AFTER_UPGRADE", "true", false, null)]
    [InlineData("NOTHING", "", true, "upgrade-info.json.batch")]
    public static void AreToldByWhatOnlyTheSdksCosmovisorHas(string variable, string value, bool hasBatch, string? trace) =>
        Assert.Equal(trace, SdkTraces.Find(name => name == variable ? value : null, hasBatch));

    private static void AssertIs(Contract contract, string origin, ChosenContract chosen) =>
        Assert.Equal((contract, origin), (chosen.Contract, chosen.Origin));
}
