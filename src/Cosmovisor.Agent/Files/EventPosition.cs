using System.Globalization;

namespace Cosmovisor.Agent.Files;

/// <summary>
/// A place in the events: which file, told by its first line, and how many bytes of it. Good across rotation, and across the agent's
/// restarts.
/// </summary>
internal readonly record struct EventPosition(ulong File, long Offset)
{
    /// <summary>Before everything that is kept.</summary>
    public static EventPosition Oldest => default;

    /// <summary>Any text at all; what is not a position is the oldest one.</summary>
    public static EventPosition Parse(string text) =>
        text.Split('.') is [var file, var offset]
        && ulong.TryParse(file, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first)
        && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new EventPosition(first, bytes)
            : Oldest;

    public override string ToString() => $"{File:x}.{Offset}";
}
