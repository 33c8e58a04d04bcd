namespace Cosmovisor.Upgrading;

/// <summary>What is known of one step of an upgrade.</summary>
/// <param name="Step">Which.</param>
/// <param name="Tries">How often it was begun; 1 at the first.</param>
/// <param name="Began">When its last try began.</param>
/// <param name="Ended">When it was done; null while it is not.</param>
/// <param name="Left">What it left on disk: the staged target, the backup's folder. Null for nothing.</param>
/// <param name="Trouble">Why the last try failed; null while it has not.</param>
/// <param name="Killed">Of Stop: true when the daemon did not end within its grace. Its databases may need repair, and whoever looks for
/// the reason finds it here.</param>
internal sealed record StepEntry(UpgradeStep Step, int Tries, DateTimeOffset Began, DateTimeOffset? Ended = null,
    string? Left = null, string? Trouble = null, bool? Killed = null);
