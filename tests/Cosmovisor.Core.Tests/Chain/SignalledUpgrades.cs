using Cosmovisor.Chain;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Chain;

/// <summary>celestia's validators signal for a version; five sixths of them make an upgrade.</summary>
public static class SignalledUpgrades
{
    [Fact]
    public static void HaveTheNameThatTheNewBinaryGivesThem()
    {
        Assert.True(SignalledUpgradeMessage.Parse([0x0a, 5, 0x08, 6, 0x10, 0x88, 0x27]).IsOk(out var plan, out var reason), reason);
        Assert.Equal(("v6", 5000), (plan!.Name, plan.Height));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0a00")]
    public static void AreNoneWhereNoneIsPending(string hex) =>
        Assert.True(SignalledUpgradeMessage.Parse(Convert.FromHexString(hex)).IsOk(out var plan, out _) && plan is null);

    [Theory]
    [InlineData("0a020806", "its upgrade has no height")]
    [InlineData("0aff", "it is not a QueryGetUpgradeResponse: ")]
    public static void ThatCannotBeReadAreSaidSo(string hex, string says)
    {
        Assert.False(SignalledUpgradeMessage.Parse(Convert.FromHexString(hex)).IsOk(out _, out var reason));
        Assert.StartsWith(says, reason, StringComparison.Ordinal);
    }

    [Fact]
    public static void NoBytesWhateverThrow() =>
        Gen.Byte.Array[0, 40].Sample(bytes => Answer.IsWhole(SignalledUpgradeMessage.Parse(bytes)));
}
