using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Which contract holds.</summary>
public static class Contracts
{
    [Theory]
    [InlineData(Call.Arguments, null, false, Contract.Classic, "default")]
    [InlineData(Call.Arguments, "", false, Contract.Classic, "default")]
    [InlineData(Call.Arguments, null, true, Contract.Sdk, "config.toml")]
    [InlineData(Call.Arguments, "sdk", false, Contract.Sdk, "COSMOVISOR_PROFILE")]
    [InlineData(Call.Arguments, "sdk", true, Contract.Sdk, "COSMOVISOR_PROFILE")]
    [InlineData(Call.Arguments, "classic", false, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData(Call.Arguments, "classic", true, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData(Call.Arguments, "wrong", true, Contract.Sdk, "config.toml")]
    [InlineData(Call.Run, null, false, Contract.Sdk, "run")]
    [InlineData(Call.Run, "classic", false, Contract.Sdk, "run")]
    [InlineData(Call.Run, "classic", true, Contract.Sdk, "run")]
    [InlineData(Call.SharedWord, null, false, Contract.Sdk, "called as cosmovisor")]
    [InlineData(Call.SharedWord, "classic", false, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData(Call.OperatorsTool, null, false, Contract.Classic, "default")]
    [InlineData(Call.OperatorsTool, null, true, Contract.Sdk, "config.toml")]
    internal static void AreChosenByTheWordRunThenByTheProfileThenByTheFile(Call call, string? profile, bool hasConfigFile, Contract contract, string origin) =>
        Assert.Equal(new ChosenContract(contract, origin), ContractRule.Of(call, profile, hasConfigFile, lastRun: null));

    [Theory]
    [InlineData(null, false, Contract.Sdk, Contract.Sdk, "last run")]
    [InlineData(null, false, Contract.Classic, Contract.Classic, "last run")]
    [InlineData("classic", false, Contract.Sdk, Contract.Classic, "COSMOVISOR_PROFILE")]
    [InlineData("sdk", false, Contract.Classic, Contract.Sdk, "COSMOVISOR_PROFILE")]
    [InlineData(null, true, Contract.Classic, Contract.Sdk, "config.toml")]
    internal static void OfTheOperatorsToolFollowTheLastRunWhenNothingElseDecides(string? profile, bool hasConfigFile, Contract lastRun, Contract contract, string origin) =>
        Assert.Equal(new ChosenContract(contract, origin), ContractRule.Of(Call.OperatorsTool, profile, hasConfigFile, lastRun));

    [Theory]
    [InlineData(Call.Arguments, Contract.Classic)]
    [InlineData(Call.Run, Contract.Sdk)]
    [InlineData(Call.SharedWord, Contract.Sdk)]
    internal static void OfADaemonsArgumentsNeverDependOnWhatWasRunBefore(Call call, Contract contract) =>
        Assert.All([Contract.Sdk, Contract.Classic], lastRun => Assert.Equal(contract, ContractRule.Of(call, profile: null, hasConfigFile: false, lastRun).Contract));
}
