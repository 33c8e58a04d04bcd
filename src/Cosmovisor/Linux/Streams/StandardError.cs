using System.Text;
using Cosmovisor.Logging;

namespace Cosmovisor.Linux;

/// <summary>Our words on standard error, without System.Console: its start-up costs more than ours.</summary>
internal static class StandardError
{
    // Whoever has stopped reading does not keep us from ending, nor the node from running.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(100);
    private static readonly Lazy<OutputSink> Sink = new(() => new OutputSink(2, isPumped: false));

    /// <summary>For the last word of a command: waits for its reader, within reason.</summary>
    public static void Write(string text) =>
        _ = Sink.Value.WriteWithin(Encoding.UTF8.GetBytes(SafeText.Lines(LinkSecrets.Hide(text))), Patience);

    /// <summary>For whoever must not wait: one call, so that lines of two programs do not mix.</summary>
    /// <returns>How many bytes of it were taken.</returns>
    public static int WriteNow(ReadOnlySpan<byte> line) => Sink.Value.CannotBeAsked ? Sink.Value.WriteWithin(line, Instant)
        : Sink.Value.WriteNow(line);
}
