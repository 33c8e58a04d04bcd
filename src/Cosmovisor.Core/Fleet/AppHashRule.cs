namespace Cosmovisor.Fleet;

/// <summary>
/// Members of one chain at one height must have one app hash. Two are a wrong binary or damaged data, seen before a block of the network
/// can tell.
/// </summary>
internal static class AppHashRule
{
    /// <summary>Members that disagree, a sentence for each chain and height; empty while all agree.</summary>
    public static IReadOnlyList<string> Alarms(FleetView view) =>
        [.. from member in view.Members.Values
            from record in member.Records
            where record is { ChainId: not null, AppHeight: not null, AppHash.Length: > 0 }
            group record by (record.ChainId, record.AppHeight) into same
            where same.Select(record => record.AppHash).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1
            select Text(same.Key.ChainId!, same.Key.AppHeight!.Value, same)];

    private static string Text(string chain, long height, IEnumerable<MemberRecord> records) =>
        $"members of {chain} have different app hashes at height {height}: "
        + string.Join("; ", records.GroupBy(record => record.AppHash!.ToUpperInvariant()).OrderBy(group => group.Count())
            .Select(
                group =>
                    $"{group.Key[..Math.Min(8, group.Key.Length)]}… {string.Join(", ", group.Select(record => record.Name).Order(StringComparer.Ordinal))}"))
        + ". A binary is wrong, or data is damaged; do not restart the others";
}
