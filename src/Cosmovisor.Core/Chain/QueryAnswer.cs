namespace Cosmovisor.Chain;

/// <summary>What <c>abci_query</c> brought.</summary>
/// <param name="Code">0 for an answer.</param>
/// <param name="Log">Why there is none.</param>
/// <param name="Value">A protobuf message; empty is one too.</param>
internal sealed record QueryAnswer(long Code, string Log, byte[] Value)
{
    private const int UnknownRequest = 6; // ErrUnknownRequest of the SDK

    /// <summary>
    /// The node's application has no such query: an older or another module. The code alone says less: v1beta1 refuses a list with it that
    /// holds a proposal of several messages.
    /// </summary>
    public bool IsUnknown => Code == UnknownRequest && Log.Contains("unknown query path", StringComparison.Ordinal);

    public Parsed<T> Read<T>(Func<byte[], Parsed<T>> read) => Code == 0 ? read(Value)
        : Parsed.Invalid<T>($"it refuses the query with code {Code}: {ForeignText.Printable(Log)}");
}
