namespace Cosmovisor.Backups;

/// <summary>Which backups go when only the newest are to be kept.</summary>
internal static class PruneRule
{
    /// <param name="whole">Name and time of every whole backup of ours.</param>
    /// <param name="keep">How many stay; at least one always does.</param>
    /// <returns>Names, oldest first.</returns>
    public static IReadOnlyList<string> WhatGoes(IEnumerable<(string Name, DateTimeOffset Taken)> whole, int keep) =>
        [.. whole.OrderByDescending(backup => backup.Taken)
            .ThenBy(backup => backup.Name, StringComparer.Ordinal)
            .Skip(Math.Max(1, keep))
            .Select(backup => backup.Name)
            .Reverse()];
}
