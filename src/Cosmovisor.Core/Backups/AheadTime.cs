namespace Cosmovisor.Backups;

/// <summary>What is to be done about the backup ahead.</summary>
internal enum AheadStep
{
    /// <summary>Leave what is there.</summary>
    Nothing,

    /// <summary>Copy what is quiet by now.</summary>
    Copy,

    /// <summary>Remove it: nothing comes that it would be for.</summary>
    GiveBack,
}

/// <summary>When a backup is copied ahead, and when its room is given back.</summary>
internal static class AheadTime
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <param name="setting">COSMOVISOR_BACKUP_AHEAD; zero for never.</param>
    /// <param name="isComing">Whether an upgrade is decided or scheduled.</param>
    /// <param name="left">Until the nearest; null where that is not known.</param>
    /// <param name="sinceLast">Since a round of copying ended; null when there was none in this life.</param>
    public static AheadStep Of(TimeSpan setting, bool isComing, TimeSpan? left, TimeSpan? sinceLast) => (isComing, left) switch
    {
        _ when setting <= TimeSpan.Zero => AheadStep.GiveBack,
        (false, _) => AheadStep.GiveBack,
        (_, null) => AheadStep.Nothing, // the node did not answer, or has not made enough blocks
        (_, { } time) when time > IsFar(setting) => AheadStep.GiveBack,
        (_, { } time) when time > setting || time <= TimeSpan.Zero => AheadStep.Nothing,
        _ => sinceLast is null || sinceLast >= Pause(setting) ? AheadStep.Copy : AheadStep.Nothing,
    };

    /// <summary>Between two rounds: no file gets quiet much sooner.</summary>
    public static TimeSpan Pause(TimeSpan setting) => setting / 10 < LongestPause ? setting / 10 : LongestPause;

    /// <summary>What is wrong, without what changes from one round to the next: two troubles of one cause are reported once.</summary>
    public static string CauseOf(string trouble) => trouble.IndexOf(SpaceNeeded.NotEnoughRoom, StringComparison.Ordinal) is >= 0 and var at
        ? trouble[..(at + SpaceNeeded.NotEnoughRoom.Length)]
        : string.Concat(trouble.Where(letter => !char.IsAsciiDigit(letter)));

    // An estimate goes to and fro, and copies must not with it.
    private static TimeSpan IsFar(TimeSpan setting) => (setting * 1.5) + LongestPause;
}
