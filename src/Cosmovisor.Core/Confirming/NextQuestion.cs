namespace Cosmovisor.Confirming;

/// <summary>When the node is asked next: often at first, seldom when a network takes hours to come back.</summary>
internal static class NextQuestion
{
    /// <summary>After the start of the new version.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Often = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Seldom = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan OftenFor = TimeSpan.FromMinutes(10);

    /// <param name="asked">For how long this supervisor has been asking.</param>
    public static TimeSpan After(TimeSpan asked) => asked < OftenFor ? Often : Seldom;
}
