using System.Buffers;

namespace Cosmovisor.Detection;

/// <summary>
/// What a panic or the error of a consensus failure says about an upgrade. The plan's text may be wrapped in other errors' texts.
/// </summary>
internal static class FailureText
{
    public const string ConsensusFailure = "CONSENSUS FAILURE!!!";
    public const string Panic = "panic: ";

    /// <summary>Of <c>error in proxyAppConn.FinalizeBlock</c>; in a plain line its first word passes for a level.</summary>
    public const string BlockFailure = "in proxyAppConn.";

    private const string Opening = "UPGRADE \"";
    private const string Needed = "\" NEEDED at";
    private const string AheadOpening = "BINARY UPDATED BEFORE TRIGGER! UPGRADE \"";
    private const string AheadEnd = "\" - in binary";
    private const string Missing = "rong app version "; // "Wrong" up to SDK 0.47, "wrong" since
    private const string MissingName = ", upgrade handler is missing for ";
    private const string MissingEnd = " upgrade plan";

    // Prevoted or committed by more than two thirds: of a single proposal the node says "prevote step: …", and goes on.
    private const string OtherResult = " an invalid block: wrong Block.Header.AppHash.";

    private const string CommittedBlock = "Failed to process committed block (";
    private const string CommittedBlockEnd = "): ";

    // One quoting by the logger is undone before we are called; errors that quote errors that quote errors end here.
    private const int DeepestQuoting = 4;

    // What CometBFT and the SDK put before the error of a block, besides the block's number and hash in brackets.
    private static readonly string[] Wrappings =
        [
            "failed to apply block; error ",
            "error during handshake: ",
            "during handshake: ",
            "error on replay: ",
            "failed to finalize block: "
        ];

    private static readonly SearchValues<char> BlockId = SearchValues.Create("0123456789ABCDEFabcdef:");

    public static Observation? Read(ReadOnlySpan<char> failure)
    {
        var text = failure;
        for (var depth = 0; depth < DeepestQuoting && text.Contains("UPGRADE \\", StringComparison.Ordinal); depth++)
        {
            text = GoQuoted.Unescape(text);
        }

        // First, because it is the one text that names a plan and asks for no upgrade.
        return text.IndexOf(AheadOpening, StringComparison.Ordinal) is >= 0 and var ahead
            ? ReadBinaryAhead(text[ahead..])
            : ReadHalt(text) ?? ReadMissing(Unwrapped(text)) ?? HeightText.ReadFailure(text);
    }

    /// <summary>Reads what stands behind <c>panic: </c>; Go marks a panic that was caught and thrown again.</summary>
    public static Observation? ReadPanic(ReadOnlySpan<char> text)
    {
        var mark = text.EndsWith(']') ? text.LastIndexOf(" [recovered", StringComparison.Ordinal) : -1;
        return Read(mark < 0 ? text : text[..mark]);
    }

    /// <summary>Reads the error of a consensus failure: more than two thirds of the network have agreed on another result.</summary>
    public static Observation? ReadOtherResult(ReadOnlySpan<char> error)
    {
        if (error.IndexOf(OtherResult, StringComparison.Ordinal) is not (> 0 and var at)
            || error[..at].IndexOf("+2/3 ", StringComparison.Ordinal) < 0)
        {
            return null;
        }

        var hashes = error[(at + OtherResult.Length)..].Trim();
        return new Observation.ResultDiffers(hashes.IsEmpty ? null : ForeignText.Printable(hashes.ToString()));
    }

    public static Observation? ReadBinaryAhead(ReadOnlySpan<char> message)
    {
        if (!message.StartsWith(AheadOpening, StringComparison.Ordinal))
        {
            return null;
        }

        var name = message[AheadOpening.Length..];
        return name.IndexOf(AheadEnd, StringComparison.Ordinal) is > 0 and var end ? new Observation.BinaryAhead(name[..end].ToString())
            : null;
    }

    private static Observation.Halted? ReadHalt(ReadOnlySpan<char> text)
    {
        if (AnnouncementText.ReadInField(Unwrapped(text)) is Observation.Announced { Plan: var plan })
        {
            return new Observation.Halted(plan.Name, plan);
        }

        var end = text.IndexOf(Needed, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var before = text[..end];
        return before.LastIndexOf(Opening, StringComparison.Ordinal) is >= 0 and var start
            ? new Observation.Halted(before[(start + Opening.Length)..].ToString())
            : null;
    }

    private static Observation.NeedsVersion? ReadMissing(ReadOnlySpan<char> text)
    {
        if (text is not ['w' or 'W', .. var rest] || !rest.StartsWith(Missing, StringComparison.Ordinal))
        {
            return null;
        }

        var at = rest.IndexOf(MissingName, StringComparison.Ordinal);
        var name = at < 0 ? [] : rest[(at + MissingName.Length)..];
        return name.LastIndexOf(MissingEnd, StringComparison.Ordinal) is > 0 and var end
            ? new Observation.NeedsVersion(name[..end].ToString()) : null;
    }

    private static ReadOnlySpan<char> Unwrapped(ReadOnlySpan<char> text)
    {
        var inner = text;

        foreach (var wrapping in Wrappings)
        {
            inner = inner.StartsWith(wrapping, StringComparison.Ordinal) ? inner[wrapping.Length..] : inner;
            inner = WithoutCommittedBlock(inner);
        }

        return inner;
    }

    private static ReadOnlySpan<char> WithoutCommittedBlock(ReadOnlySpan<char> text) =>
        text.StartsWith(CommittedBlock, StringComparison.Ordinal)
            && text.IndexOf(CommittedBlockEnd, StringComparison.Ordinal) is > 0 and var end
        && !text[CommittedBlock.Length..end].ContainsAnyExcept(BlockId)
            ? text[(end + CommittedBlockEnd.Length)..]
            : text;
}
