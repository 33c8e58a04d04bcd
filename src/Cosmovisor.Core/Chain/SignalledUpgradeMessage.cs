using Cosmovisor.Plans;
using Google.Protobuf;

namespace Cosmovisor.Chain;

/// <summary>
/// Reads the answer of x/signal, by which celestia upgrades without governance: <c>QueryGetUpgradeResponse { upgrade = 1 { app_version = 1,
/// upgrade_height = 2 } }</c> (celestia.signal.v1). Five sixths of the power have signalled for that version when there is one.
/// </summary>
internal static class SignalledUpgradeMessage
{
    public const string Path = "/abci_query?path=%22/celestia.signal.v1.Query/GetUpgrade%22";

    private const int UpgradeField = 1;
    private const int VersionField = 1;
    private const int HeightField = 2;

    /// <summary>The plan has the name that the new binary gives it: <c>v</c> and the version.</summary>
    /// <returns>Null when the chain has none.</returns>
    public static Parsed<UpgradePlan?> Parse(byte[] message)
    {
        try
        {
            return ProtoMessage.Of(ByteString.CopyFrom(message)).Last(UpgradeField) is { IsEmpty: false } bytes
                && ProtoMessage.Of(bytes) is var upgrade
                ? UpgradePlan.Create($"v{upgrade.Number(VersionField)}",
                    upgrade.Number(HeightField), "").Then(plan =>
                    plan.Height > 0 ? Parsed.Ok<UpgradePlan?>(plan) : Parsed.Invalid<UpgradePlan?>("its upgrade has no height"))
                : Parsed.Ok<UpgradePlan?>(null);
        }
        catch (InvalidProtocolBufferException ex)
        {
            return Parsed.Invalid<UpgradePlan?>($"it is not a QueryGetUpgradeResponse: {ex.Message}");
        }
    }
}
