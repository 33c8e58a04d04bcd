namespace Cosmovisor.LookAhead;

/// <summary>
/// A walk through the data for its backup. It costs with the number of files, so it is made rarely: more often as a height comes near, and
/// where room goes.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Free">Bytes that were free where backups go.</param>
internal sealed record BackupLook(DateTimeOffset At, long Free)
{
    private const double Shrunk = 0.9;

    /// <summary>Whether what it found still holds.</summary>
    /// <param name="now">The time of the look.</param>
    /// <param name="free">Bytes that are free now.</param>
    /// <param name="eta">When the upgrade comes; null where that is not known.</param>
    public bool StillHolds(DateTimeOffset now, long free, DateTimeOffset? eta)
    {
        var left = eta - now ?? TimeSpan.FromDays(1);
        var longest = left > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1)
            : left > TimeSpan.FromHours(1) ? TimeSpan.FromHours(1)
            : TimeSpan.FromMinutes(10);

        return now >= At && now - At < longest && free >= Free * Shrunk;
    }
}
