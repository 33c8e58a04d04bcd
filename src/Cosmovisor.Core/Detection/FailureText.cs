namespace Cosmovisor.Detection;

/// <summary>What a panic or the error of a consensus failure says about an upgrade. The plan's text may be wrapped in other errors' texts.</summary>
internal static class FailureText
{
    public const string ConsensusFailure = "CONSENSUS FAILURE!!!";

    private const string Opening = "UPGRADE \"";
    private const string Needed = "\" NEEDED at";
    private const string AheadOpening = "BINARY UPDATED BEFORE TRIGGER! UPGRADE \"";
    private const string AheadEnd = "\" - in binary";

    // One quoting by the logger is undone before we are called; errors that quote errors that quote errors end here.
    private const int DeepestQuoting = 4;

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
            : ReadHalt(text) ?? HeightText.ReadFailure(text);
    }

    public static Observation? ReadBinaryAhead(ReadOnlySpan<char> message)
    {
        if (!message.StartsWith(AheadOpening, StringComparison.Ordinal))
        {
            return null;
        }

        var name = message[AheadOpening.Length..];
        return name.IndexOf(AheadEnd, StringComparison.Ordinal) is > 0 and var end ? new Observation.BinaryAhead(name[..end].ToString()) : null;
    }

    private static Observation.Halted? ReadHalt(ReadOnlySpan<char> text)
    {
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
}
