using Cosmovisor.Events;
using Cosmovisor.Status;
using Cosmovisor.Tests.LookAhead;
using Cosmovisor.Upgrading;
using Xunit;

namespace Cosmovisor.Tests.Status;

/// <summary>The lines of <c>status</c> below the last upgrade.</summary>
public static class WhetherTheNetworkAgrees
{
    private static readonly LastUpgrade Last = new("v2", 60, "genesis", "upgrades/v2", Seen.Noon, 3.2, "done");

    [Fact]
    public static void IsNotAskedWhereThereWasNoUpgradeOrItWasNeverStarted()
    {
        Assert.Empty(ConfirmationScreen.Lines(null));
        Assert.Empty(ConfirmationScreen.Lines(Last));
    }

    [Fact]
    public static void IsToldWithTimeSignatureAndDowntime() => Assert.Equal(
        [
            "confirmed by the network, 2026-11-28 12:00:30 UTC; its validator signs",
            "down 30.0 s from the halt to the first block: stage 1.0 s, migration 20.0 s, interrupted 9.0 s",
        ],
        ConfirmationScreen.Lines(Last with
        {
            Confirmation = "confirmed",
            FirstBlock = Seen.Noon.AddSeconds(30),
            Signed = "yes",
            Down = new Downtime(30, 1, 0, 0, 0, 0, 0, 20, 0),
        }));

    [Theory]
    [InlineData("no", "confirmed by the network; its validator DOES NOT SIGN")]
    [InlineData("unknown", "confirmed by the network")]
    [InlineData("not-validator", "confirmed by the network")]
    public static void IsToldWithWhatIsKnownOfItsValidator(string signature, string line) =>
        Assert.Equal([line], ConfirmationScreen.Lines(Last with { Confirmation = "confirmed", Signed = signature }));

    [Theory]
    [InlineData("unconfirmed", "the upgrade is not confirmed: too few vote", "NOT CONFIRMED: too few vote")]
    [InlineData("unconfirmed", null, "NOT CONFIRMED: no block came after it")]
    [InlineData("waiting", "the upgrade is not confirmed yet: too few vote", "not confirmed yet: too few vote")]
    [InlineData("waiting", "the node is dead", "not confirmed yet: the node is dead")]
    [InlineData("waiting", null, "not confirmed yet")]
    [InlineData("cannot-be-confirmed", "rpc.laddr is empty", "rpc.laddr is empty")]
    [InlineData("cannot-be-confirmed", null, "cannot check whether the network agrees")]
    [InlineData("waiting", "the upgrade is not confirmed yet: \u001b[2J", @"not confirmed yet: \x1b[2J")]
    public static void IsToldOnceAndWithWhatIsMissing(string confirmation, string? missing, string line) =>
        Assert.Equal([line], ConfirmationScreen.Lines(Last with { Confirmation = confirmation, Missing = missing }));
}
