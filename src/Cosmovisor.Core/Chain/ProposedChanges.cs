using Google.Protobuf;

namespace Cosmovisor.Chain;

/// <summary>
/// Finds what a proposal's messages (each a google.protobuf.Any) would do to the chain's plan, however deep they are wrapped.
/// </summary>
/// <remarks>
/// Sources: cosmos-sdk's proto/cosmos/{upgrade,gov,authz,group}. A chain with its own gov package has its own MsgExecLegacyContent, told by
/// the name's end.
/// </remarks>
internal static class ProposedChanges
{
    private const int MostWrappers = 8;

    private const int UrlField = 1;
    private const int ValueField = 2;

    /// <exception cref="InvalidProtocolBufferException">These bytes are not a message.</exception>
    public static IEnumerable<ProposedChange> In(ByteString any, int wrappers = 0)
    {
        var message = ProtoMessage.Of(any);
        var url = message.Text(UrlField);
        var name = url[(url.LastIndexOf('/') + 1)..];
        var value = message.Last(ValueField) ?? ByteString.Empty;

        return name switch
        {
            "cosmos.upgrade.v1beta1.MsgSoftwareUpgrade" => [Plan(value, field: 2)],
            "cosmos.upgrade.v1beta1.SoftwareUpgradeProposal" => [Plan(value, field: 3)],
            "cosmos.upgrade.v1beta1.MsgCancelUpgrade" or "cosmos.upgrade.v1beta1.CancelSoftwareUpgradeProposal" =>
                [new ProposedChange.Cancel()],
            "cosmos.authz.v1beta1.MsgExec" => Within(value, field: 2, wrappers),
            "cosmos.group.v1.MsgSubmitProposal" => Within(value, field: 4, wrappers),
            _ when name.EndsWith(".MsgExecLegacyContent", StringComparison.Ordinal) => Within(value, field: 1, wrappers),
            _ => [],
        };
    }

    private static IEnumerable<ProposedChange> Within(ByteString value, int field, int wrappers) => wrappers >= MostWrappers
        ? [new ProposedChange.Unusable($"its messages are wrapped more than {MostWrappers} times")]
        : ProtoMessage.Of(value).All(field).SelectMany(any => In(any, wrappers + 1));

    private static ProposedChange Plan(ByteString value, int field) =>
        ProtoMessage.Of(value).Last(field) is not { } plan ? new ProposedChange.Unusable("it asks for an upgrade and has no plan")
        : !PlanMessage.Parse(plan).IsOk(out var read, out var reason) ? new ProposedChange.Unusable(reason)
        : read.Height == 0 ? new ProposedChange.Unusable($"the plan {ForeignText.Quote(read.Name)} names no height")
        : new ProposedChange.Schedule(read);
}
