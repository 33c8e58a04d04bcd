namespace Cosmovisor.Tests.Upgrading;

/// <summary>All that a crash leaves as it is: what is on disk and what became of the node, as one value.</summary>
/// <param name="Current">What <c>current</c> points to.</param>
/// <param name="Journal">The journal's text, times left out; null when there is none.</param>
/// <param name="DoneLines">How often the history says that the upgrade is done.</param>
/// <param name="Backup">How the data was when the backup was taken; null while there is none.</param>
/// <param name="ScriptBegun">The migration script has been started.</param>
/// <param name="ScriptEnded">It has ended well, and its work is in the data.</param>
/// <param name="GenesisIsNew">Which genesis file is in force.</param>
/// <param name="Prepared">The new binary's pre-upgrade has ended well.</param>
internal sealed record World(
    string Current, string? Journal, int DoneLines, string? Backup, bool ScriptBegun, bool ScriptEnded, bool GenesisIsNew, bool Prepared)
{
    public const string Old = "genesis";

    public const string New = "upgrades/v2";

    public static World AtTheHalt { get; } = new(Old, Journal: null, 0, Backup: null, false, false, false, false);

    public bool IsOver => Current == New && Journal is null;
}
