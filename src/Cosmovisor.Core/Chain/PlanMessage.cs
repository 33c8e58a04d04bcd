using Cosmovisor.Plans;
using Google.Protobuf;

namespace Cosmovisor.Chain;

/// <summary>
/// x/upgrade's Plan (proto/cosmos/upgrade/v1beta1): its name, height and info. The time of plans before 0.42 and the state of upgraded
/// clients are not used.
/// </summary>
internal static class PlanMessage
{
    private const int NameField = 1;
    private const int HeightField = 3;
    private const int InfoField = 4;

    /// <exception cref="InvalidProtocolBufferException">These bytes are not a message.</exception>
    public static Parsed<UpgradePlan> Parse(ByteString bytes)
    {
        var plan = ProtoMessage.Of(bytes);
        return UpgradePlan.Create(plan.Text(NameField), plan.Number(HeightField), plan.Text(InfoField));
    }
}
