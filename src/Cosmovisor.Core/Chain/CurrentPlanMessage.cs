using Cosmovisor.Plans;
using Google.Protobuf;

namespace Cosmovisor.Chain;

/// <summary>Reads x/upgrade's QueryCurrentPlanResponse (proto/cosmos/upgrade/v1beta1): <c>{ Plan plan = 1 }</c>, and of the plan its name, height and info.</summary>
internal static class CurrentPlanMessage
{
    private const int PlanField = 1;
    private const int NameField = 1;
    private const int HeightField = 3;
    private const int InfoField = 4;

    /// <returns>Null when the chain has no plan.</returns>
    public static Parsed<UpgradePlan?> Parse(byte[] message)
    {
        try
        {
            return PlanIn(message) is { } plan ? Read(plan).Then(read => Parsed.Ok<UpgradePlan?>(read)) : Parsed.Ok<UpgradePlan?>(null);
        }
        catch (InvalidProtocolBufferException ex)
        {
            return Parsed.Invalid<UpgradePlan?>($"it is not a QueryCurrentPlanResponse: {ex.Message}");
        }
    }

    private static byte[]? PlanIn(byte[] message)
    {
        using var input = new CodedInputStream(message);
        byte[]? plan = null;

        while (input.ReadTag() is > 0 and var tag)
        {
            if (tag == WireFormat.MakeTag(PlanField, WireFormat.WireType.LengthDelimited))
            {
                plan = input.ReadBytes().ToByteArray();
            }
            else
            {
                input.SkipLastField();
            }
        }

        return plan;
    }

    // The time of plans before 0.42 and the state of upgraded clients are none of ours.
    private static Parsed<UpgradePlan> Read(byte[] plan)
    {
        using var input = new CodedInputStream(plan);
        var (name, height, info) = ("", 0L, "");

        while (input.ReadTag() is > 0 and var tag)
        {
            switch (tag)
            {
                case (NameField << 3) | (uint)WireFormat.WireType.LengthDelimited:
                    name = input.ReadString();
                    break;
                case (HeightField << 3) | (uint)WireFormat.WireType.Varint:
                    height = input.ReadInt64();
                    break;
                case (InfoField << 3) | (uint)WireFormat.WireType.LengthDelimited:
                    info = input.ReadString();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return UpgradePlan.Create(name, height, info);
    }
}
