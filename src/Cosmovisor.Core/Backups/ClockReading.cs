namespace Cosmovisor.Backups;

/// <summary>How the machine's clock stood to the time since its start: by that it is seen whether the clock was set.</summary>
/// <param name="Boot">Which start of the machine that was.</param>
/// <param name="Offset">The clock, less the time since the start (suspended time counted), in nanoseconds. It changes when the clock is
/// set, and only then.</param>
internal sealed record ClockReading(string Boot, long Offset)
{
    /// <summary>The later of the two, of one start of the machine.</summary>
    public ClockReading Latest(ClockReading other) => this with { Offset = Math.Max(Offset, other.Offset) };
}
