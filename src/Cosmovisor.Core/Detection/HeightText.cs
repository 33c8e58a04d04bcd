using System.Globalization;

namespace Cosmovisor.Detection;

/// <summary>What nodes say of the block they are at, and of the halt height they were given.</summary>
/// <remarks>
/// Sources: baseapp's halt (a message of its own up to SDK 0.47) and checkHalt (the error of a block since 0.50), and for chains with a
/// multiplexer in front of several versions, celestia-app's checkHaltConditions; state/execution.go and consensus/replay.go of Tendermint
/// and CometBFT for the rest.
/// </remarks>
internal static class HeightText
{
    private const string Handshake = "ABCI Handshake App Info";
    private const string Halting = "halting node per configuration";
    private const string CommittedBlock = "committed block (";

    private static readonly string[] Blocks =
        ["executed block", "Executed block", "finalized block", "Finalized block", "committed state", "Committed state"];
    private static readonly string[] Errors = ["halt per configuration height ", "halting node per configuration at height "];

    /// <summary>Reads a log message whose height is a field of the line.</summary>
    public static Observation? ReadMessage(ReadOnlySpan<char> message, LogFields fields) =>
        fields.Height is not { } height ? null
        : IsOrBegins(message, Halting) ? new Observation.HaltHeightReached(height, IsMade: true)
        : IsOrBegins(message, Handshake) ? new Observation.NodeStarted(height)
        : IsBlock(message) ? new Observation.BlockMade(height)
        : null;

    /// <summary>Reads the text of an error, in which the height stands itself.</summary>
    public static Observation? ReadFailure(ReadOnlySpan<char> text)
    {
        foreach (var error in Errors)
        {
            if (text.IndexOf(error, StringComparison.Ordinal) is >= 0 and var at)
            {
                var number = text[(at + error.Length)..];
                var end = number.IndexOfAnyExceptInRange('0', '9');
                return Number(end < 0 ? number : number[..end]) is { } height
                    ? new Observation.HaltHeightReached(height, BlockBefore(text[..at], height)) : null;
            }
        }

        return null;
    }

    public static long? Number(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height > 0 ? height : null;

    // A node that was given a height it has passed halts at its next block, and block sync names that one.
    private static long? BlockBefore(ReadOnlySpan<char> text, long height)
    {
        var at = text.IndexOf(CommittedBlock, StringComparison.Ordinal);
        var number = at < 0 ? [] : text[(at + CommittedBlock.Length)..];
        var end = number.IndexOf(':');
        return end > 0 && Number(number[..end]) is { } block && block > height ? block - 1 : null;
    }

    private static bool IsBlock(ReadOnlySpan<char> message)
    {
        foreach (var block in Blocks)
        {
            if (IsOrBegins(message, block))
            {
                return true;
            }
        }

        return false;
    }

    // In a plain line the fields stand behind the message.
    private static bool IsOrBegins(ReadOnlySpan<char> message, string words) =>
        message.StartsWith(words, StringComparison.Ordinal) && (message.Length == words.Length || char.IsWhiteSpace(message[words.Length]));
}
