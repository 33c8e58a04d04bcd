using System.Globalization;

namespace Cosmovisor.Plans;

/// <summary>The heights whose plans the operator wants left alone: <c>--unsafe-skip-upgrades</c> among the daemon's arguments.</summary>
internal sealed class SkipHeights
{
    private const string Flag = "--unsafe-skip-upgrades";

    private readonly SortedSet<long> _heights = [];

    private SkipHeights() { }

    public static SkipHeights None { get; } = new();

    public IReadOnlyCollection<long> Heights => _heights;

    public bool Contains(long height) => _heights.Contains(height);

    /// <summary>
    /// Reads <c>FLAG 10 20 30</c> as the SDK's cosmovisor does, and <c>FLAG=10</c>, <c>FLAG 10,20</c>, <c>FLAG=10,20</c> as the node does.
    /// </summary>
    /// <remarks>What is not a height is ignored: the daemon gets the same arguments and complains itself.</remarks>
    public static SkipHeights FromArguments(IEnumerable<string> arguments)
    {
        var skipped = new SkipHeights();
        var listing = false;

        // What follows a bare "--" is not a flag, for the daemon as for us.
        foreach (var argument in arguments.TakeWhile(argument => argument != "--"))
        {
            if (argument.StartsWith(Flag + "=", StringComparison.Ordinal))
            {
                skipped.Add(argument[(Flag.Length + 1)..]);
                listing = false;
            }
            else if (argument.StartsWith('-'))
            {
                listing = argument == Flag;
            }
            else if (listing)
            {
                skipped.Add(argument);
            }
        }

        return skipped;
    }

    private void Add(string list)
    {
        foreach (var text in list.Split(',', StringSplitOptions.TrimEntries))
        {
            // A plan that names a time has height 0; no skip height may stand for all of those.
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height > 0)
            {
                _ = _heights.Add(height);
            }
        }
    }
}
