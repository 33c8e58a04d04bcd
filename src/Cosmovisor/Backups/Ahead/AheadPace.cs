namespace Cosmovisor.Backups;

/// <summary>What a round waits for.</summary>
/// <param name="Quiet">Files changed within this time are left alone.</param>
/// <param name="SeenFor">Files that did not stay as they are for so long likewise.</param>
internal sealed record AheadPace(TimeSpan Quiet, TimeSpan SeenFor)
{
    public static AheadPace Usual { get; } = new(AheadRule.Quiet, AheadRule.SeenFor);
}
