using System.Text;

namespace Cosmovisor.Detection;

/// <summary>What one line of a node's log says about an upgrade.</summary>
/// <remarks>
/// Only the log <em>message</em> counts. A transaction's memo can hold any text, so an announcement that stands anywhere else (a field,
/// the middle of another message) is a quotation, and means nothing.
/// </remarks>
internal static class LogLine
{
    /// <summary>Reads a line without its line end; null when it says nothing. Any bytes are good: what is not UTF-8 is replaced.</summary>
    public static Observation? Read(ReadOnlySpan<byte> line)
    {
        // The rest of a message that was printed over several lines, or of a panic's text, which Go marks so.
        if (line is [(byte)' ' or (byte)'\t', ..])
        {
            return null;
        }

        var coloured = AnsiColours.Read(Encoding.UTF8.GetString(line));
        var text = coloured.Text.AsSpan().Trim();
        var body = SyslogHeader.Skip(text);

        return body.StartsWith('{')
            ? JsonLine.Read(body)?.Meaning(LogFields.JsonAnnouncers)
            : Message(LogPrefix.Skip(body), coloured);
    }

    private static Observation? Message(ReadOnlySpan<char> message, ColouredLine line)
    {
        if (message.StartsWith(FailureText.Panic, StringComparison.Ordinal))
        {
            return FailureText.ReadPanic(message[FailureText.Panic.Length..]);
        }

        if (message.StartsWith(FailureText.ConsensusFailure, StringComparison.Ordinal))
        {
            return Failure(message[FailureText.ConsensusFailure.Length..].TrimStart());
        }

        if (message.StartsWith(FailureText.BlockFailure, StringComparison.Ordinal))
        {
            return LogfmtLine.Read(message[FailureText.BlockFailure.Length..]).BlockError();
        }

        // "Error: error during handshake: …", of a start command that finds the block it stopped at in the store already. Both errors pass
        // for levels.
        if (message.StartsWith("during handshake: ", StringComparison.Ordinal))
        {
            return FailureText.Read(message);
        }

        return KeyValue.KeyLength(message) > 0
            ? LogfmtLine.Read(message).Meaning(LogFields.LogfmtAnnouncers)
            : FailureText.ReadBinaryAhead(message)
                ?? AnnouncementText.ReadInPlainLine(message, line, line.Text.AsSpan().TrimEnd().Length - message.Length)
                ?? FlagText.Read(message)
                ?? HeightText.ReadMessage(message, LogfmtLine.Read(message));
    }

    // Words behind it that are not fields are somebody else's.
    private static Observation? Failure(ReadOnlySpan<char> behind) =>
        LogfmtLine.Read(behind).Failure(isBare: behind.IsEmpty || KeyValue.KeyLength(behind) > 0);
}
