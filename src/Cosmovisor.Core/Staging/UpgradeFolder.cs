using Cosmovisor.Plans;

namespace Cosmovisor.Staging;

/// <summary>Which of the folders in <c>upgrades/</c> an upgrade name means.</summary>
/// <param name="Name">The folder's own name.</param>
/// <param name="IsExact">False when only another case of letters was found; the log should say so.</param>
internal sealed record UpgradeFolder(string Name, bool IsExact)
{
    /// <summary>
    /// The exact folder, else the lower-cased one, else the only one that differs in case alone, else the exact one, to be made.
    /// </summary>
    /// <param name="upgradeName">As the plan has it.</param>
    /// <param name="existing">The folders that are there.</param>
    /// <param name="recase">The exact folder is the lower-cased name's, as the SDK's cosmovisor has it since 1.2.</param>
    public static Parsed<UpgradeFolder> Choose(string upgradeName, IReadOnlyCollection<string> existing, bool recase)
    {
        var exact = UpgradeName.Escape(recase ? upgradeName.ToLowerInvariant() : upgradeName);
        var lower = UpgradeName.Escape(upgradeName.ToLowerInvariant());

        if (existing.Contains(exact) || existing.Contains(lower))
        {
            return Parsed.Ok(existing.Contains(exact) ? new UpgradeFolder(exact, IsExact: true) : new UpgradeFolder(lower, IsExact: false));
        }

        return existing.Where(name => name.Equals(exact, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList() switch
        {
            [] => Parsed.Ok(new UpgradeFolder(exact, IsExact: true)),
            [var one] => Parsed.Ok(new UpgradeFolder(one, IsExact: false)),
            var several => Parsed.Invalid<UpgradeFolder>(
                $"the upgrade \"{upgradeName}\" has no folder {exact}, and {several.Count} that differ in case only: {string.Join(", ", several)}. Rename the right one to {exact}"),
        };
    }
}
