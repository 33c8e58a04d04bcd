using Cosmovisor.Plans;
using Google.Protobuf;

namespace Cosmovisor.Chain;

/// <summary>Reads x/upgrade's QueryCurrentPlanResponse (proto/cosmos/upgrade/v1beta1): <c>{ Plan plan = 1 }</c>.</summary>
internal static class CurrentPlanMessage
{
    private const int PlanField = 1;

    /// <returns>Null when the chain has no plan.</returns>
    public static Parsed<UpgradePlan?> Parse(byte[] message)
    {
        try
        {
            return ProtoMessage.Of(ByteString.CopyFrom(message)).Last(PlanField) is { } plan
                ? PlanMessage.Parse(plan).Then(read => Parsed.Ok<UpgradePlan?>(read))
                : Parsed.Ok<UpgradePlan?>(null);
        }
        catch (InvalidProtocolBufferException ex)
        {
            return Parsed.Invalid<UpgradePlan?>($"it is not a QueryCurrentPlanResponse: {ex.Message}");
        }
    }
}
