using Cosmovisor.Chain;

namespace Cosmovisor.LookAhead;

/// <summary>How fast a chain makes its blocks.</summary>
/// <param name="SecondsPerBlock">The median; one slow block changes nothing.</param>
/// <param name="Spread">How far a stretch of blocks may be off it.</param>
/// <param name="Blocks">How many blocks this was learnt from.</param>
internal sealed record Pace(double SecondsPerBlock, double Spread, long Blocks)
{
    private const double HaltSeconds = 60;
    private const double HaltBlocks = 20;
    private const long BlocksOfAStretch = 15;
    private static readonly TimeSpan ShortestTime = TimeSpan.FromSeconds(1);

    /// <summary>From the times of blocks, of which some may be missing between others.</summary>
    /// <returns>Null where nothing can be told: of one block, or of times that do not go forwards.</returns>
    public static Pace? Of(IEnumerable<BlockTime> blocks)
    {
        var known = blocks.OrderBy(block => block.Height).DistinctBy(block => block.Height).ToList();
        var gaps = known.Zip(known.Skip(1), (one, next) => new Gap(next.Height - one.Height, (next.Time - one.Time).TotalSeconds))
            .Where(gap => gap.Seconds >= 0)
            .ToList();

        if (gaps.Count == 0)
        {
            return null;
        }

        // A halt of the network is time without blocks; it says nothing of the time that the next blocks will take. A long gap with one in
        // it must not outweigh the short ones around it, so here each counts once.
        var usual = gaps.Select(gap => gap.PerBlock).Order().ElementAt((gaps.Count - 1) / 2);
        var counted = gaps.Where(gap => gap.Seconds - (gap.Blocks * usual) <= Math.Max(HaltSeconds, HaltBlocks * usual)).ToList();
        return Median(counted) is { } median && median > 0 ? new Pace(median, SpreadOf(counted), counted.Sum(gap => gap.Blocks)) : null;
    }

    /// <summary>While a node fetches old blocks: its own growth between two looks.</summary>
    public static Pace? OfGrowth(long before, DateTimeOffset then, long height, DateTimeOffset now) =>
        height > before && now - then >= ShortestTime ? new Pace((now - then).TotalSeconds / (height - before), 0, height - before) : null;

    // Of the middle one of all blocks, where a gap of forty stands for forty of its average.
    private static double? Median(List<Gap> gaps)
    {
        var half = gaps.Sum(gap => gap.Blocks) / 2.0;
        var seen = 0L;

        foreach (var gap in gaps.OrderBy(gap => gap.PerBlock))
        {
            seen += gap.Blocks;

            if (seen >= half)
            {
                return gap.PerBlock;
            }
        }

        return null;
    }

    // Half of what lies between the fastest and the slowest stretch: single blocks differ more, and even out over the next thousand.
    private static double SpreadOf(List<Gap> gaps)
    {
        var (stretches, blocks, seconds) = (new List<double>(), 0L, 0.0);

        foreach (var gap in gaps)
        {
            (blocks, seconds) = (blocks + gap.Blocks, seconds + gap.Seconds);

            if (blocks >= BlocksOfAStretch)
            {
                stretches.Add(seconds / blocks);
                (blocks, seconds) = (0, 0);
            }
        }

        return stretches.Count > 1 ? (stretches.Max() - stretches.Min()) / 2 : 0;
    }

    private readonly record struct Gap(long Blocks, double Seconds)
    {
        public double PerBlock => Seconds / Blocks;
    }
}
