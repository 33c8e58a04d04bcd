namespace Cosmovisor.Staging;

/// <summary>How much an archive may become before it is taken for an attack or a mistake.</summary>
/// <param name="MostBytes">Of all files together.</param>
internal sealed record UnpackLimits(long MostBytes)
{
    public const int MostEntries = 10_000;

    /// <summary>Programs shrink to a quarter, long logs to a fiftieth; what grows by more than this was made to.</summary>
    public const int MostTimesLarger = 200;

    /// <summary>Below this no ratio is looked at: a small archive of zeros harms nobody.</summary>
    public const long AlwaysAllowed = 64L << 20;
}
