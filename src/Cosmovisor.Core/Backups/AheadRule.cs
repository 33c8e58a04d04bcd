namespace Cosmovisor.Backups;

/// <summary>
/// Which files may be copied before the halt, and which of those copies may stand in the backup for the file as it is at the halt.
/// </summary>
/// <remarks>
/// Argued in docs/adr/0040-the-backup-ahead.md: which writers could deceive these comparisons, and what keeps each of them out. In doubt a
/// file is copied at the halt.
/// </remarks>
internal static class AheadRule
{
    /// <summary>A file that was changed within this time is left for the halt.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    // Set back by less, the clock still shows a later time than any that was noted, because of Quiet.
    private static readonly TimeSpan SetBackAtMost = Quiet / 2;

    private const long Millisecond = 1_000_000;
    private const long NanosecondsPerTick = TimeSpan.NanosecondsPerTick;

    /// <summary>
    /// So long it must have been seen as it is, by a clock that cannot be set: a clock set forward makes a file of just now look old, and
    /// set back shows the same time again.
    /// </summary>
    public static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(1);

    /// <param name="earlier">As it was <see cref="SeenFor"/> or longer before its file system was flushed.</param>
    /// <param name="file">As it is now, after that flush.</param>
    /// <param name="now">The clock, in nanoseconds since 1970.</param>
    /// <param name="quiet">For how long it must have been left alone.</param>
    public static bool MayBeCopied(in FileState earlier, in FileState file, long now, TimeSpan quiet) =>
        file == earlier
        && Math.Max(file.Modified, file.Changed) <= now - (quiet.Ticks * NanosecondsPerTick)
        // Times that are kept coarsely: two writes can have one of them.
        && file.Changed % Millisecond != 0;

    /// <param name="note">What was copied.</param>
    /// <param name="file">The file of that path, as it is now.</param>
    /// <param name="copy">The copy, as it is now; when its other names came or went is of no matter.</param>
    public static bool MayBeTakenOver(AheadNote note, in FileState file, in FileState copy) =>
        note.File == file && note.Copy == copy with { Changed = note.Copy.Changed };

    /// <summary>Whether times noted then can be compared with present times.</summary>
    /// <param name="noted">When they were noted.</param>
    /// <param name="now">Now.</param>
    public static bool CanCompare(ClockReading noted, ClockReading now) =>
        noted.Boot == now.Boot && now.Offset >= noted.Offset - (SetBackAtMost.Ticks * NanosecondsPerTick);
}
