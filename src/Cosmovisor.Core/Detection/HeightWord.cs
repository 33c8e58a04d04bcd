namespace Cosmovisor.Detection;

/// <summary>
/// Finds the lines that speak of a height or an upgrade, while the node is run up to a height of the operator's schedule.
/// </summary>
/// <remarks>
/// Line by line and five searches each: slower than <see cref="UpgradeWord"/> alone, and only for lives that have a halt height.
/// </remarks>
internal static class HeightWord
{
    /// <returns>Where the first such line begins, or -1.</returns>
    public static int IndexIn(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var end = bytes[at..].IndexOf((byte)'\n');
            var line = end < 0 ? bytes[at..] : bytes.Slice(at, end);

            if (IsIn(line))
            {
                return at;
            }

            at += line.Length + 1;
        }

        return -1;
    }

    private static bool IsIn(ReadOnlySpan<byte> line) =>
        line.IndexOf("halt-height"u8) >= 0
        || line.IndexOf("ed block"u8) >= 0 || line.IndexOf("ommitted state"u8) >= 0 || line.IndexOf("Handshake App"u8) >= 0
        || line.IndexOf(" per configuration"u8) >= 0 || UpgradeWord.IndexIn(line) >= 0;
}
