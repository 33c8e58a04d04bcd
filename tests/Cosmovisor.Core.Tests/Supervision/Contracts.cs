using Cosmovisor.Supervision;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>Which contract holds.</summary>
public static class Contracts
{
    [Theory]
    [InlineData(false, null, false, Contract.Classic)]
    [InlineData(false, "", false, Contract.Classic)]
    [InlineData(false, null, true, Contract.Sdk)]
    [InlineData(false, "sdk", false, Contract.Sdk)]
    [InlineData(false, "sdk", true, Contract.Sdk)]
    [InlineData(false, "classic", false, Contract.Classic)]
    [InlineData(false, "classic", true, Contract.Classic)]
    [InlineData(false, "wrong", true, Contract.Sdk)]
    [InlineData(true, null, false, Contract.Sdk)]
    [InlineData(true, "classic", false, Contract.Sdk)]
    [InlineData(true, "classic", true, Contract.Sdk)]
    internal static void AreChosenByTheWordRunThenByTheProfileThenByTheFile(bool isRun, string? profile, bool hasConfigFile, Contract contract) =>
        Assert.Equal(contract, ContractRule.Of(isRun, profile, hasConfigFile));
}
