namespace Cosmovisor.Detection;

/// <summary>How high the data is, as far as the disk says before a daemon runs.</summary>
/// <param name="AtLeast">The highest height that anything tells of: sign state, last outlook, history, records of switches. Null when
/// nothing does.</param>
/// <param name="Recent">The height that a witness which follows every block has seen last (sign state, outlook); null when none is
/// there.</param>
internal sealed record DataHeight(long? AtLeast, long? Recent)
{
    public static DataHeight Unknown { get; } = new(null, null);

    /// <summary>A plan's height and the last block's may differ by one, and a node dies one before it.</summary>
    public const int Tolerance = 2;

    /// <summary>Whether the data have passed <paramref name="height"/>.</summary>
    public bool HasPassed(long height) => AtLeast > height;

    /// <summary>Whether the data have not come to <paramref name="height"/> yet. A record of an old switch says nothing of that.</summary>
    public bool IsBelow(long height) => Recent < height - Tolerance && AtLeast <= height;
}
