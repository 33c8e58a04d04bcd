using Cosmovisor.Disk;
using Cosmovisor.Linux;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>
/// As whom a command of ours works: root's command in a home that another user has in hand is done as that user (ADR 27).
/// </summary>
internal static class ActingUser
{
    private static PathOwners.Hand? _became;

    /// <summary>Called before anything in the home is looked at. Does nothing but for root.</summary>
    /// <param name="source">Of the settings.</param>
    /// <param name="words">The command line: files of root's that it names stay readable.</param>
    /// <exception cref="RefusedException">Root's privileges could not be given up, so nothing may be done.</exception>
    public static void BecomeOwner(SettingsSource source, IReadOnlyList<string> words)
    {
        if (!Privileges.AreRoots || OtherHand(source) is not { } owner)
        {
            return;
        }

        OperatorsFiles.Open([.. words, .. source.File is { } named ? [named] : Array.Empty<string>()]);

        if (Privileges.DropTo(owner.User, owner.Group) is { } trouble)
        {
            var name = UserRecord.NameOf(owner.User);
            throw new RefusedException($"{owner.Path} belongs to {name}, so root's privileges were to be given up for this, and could not be: {trouble}.\nNothing was done.\n"
                + $"Run the command as {name}: setpriv --reuid={name} --regid={owner.Group} --clear-groups cosmovisorctl {string.Join(' ', words)}");
        }

        OperatorsFiles.CloseReadable();
        _became = owner;
    }

    /// <summary>
    /// What to add to words that tell of a right that is missing; null when they do not, or when we are still who has called us.
    /// </summary>
    public static string? Remark(string words)
    {
        if (_became is not { } owner || !(words.Contains("denied", StringComparison.OrdinalIgnoreCase)
            || words.Contains("not permitted", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var name = UserRecord.NameOf(owner.User);
        return $"{owner.Path} belongs to {name}, so this was done as {name} and not as root (docs/security.md).\nWhat {name} is to work with must belong to {name}: chown -R {name} FOLDER";
    }

    // Root's privileges are kept only where all of it is root's: the home, what is ours in it, the data, and every folder and link on the
    // way there.
    private static PathOwners.Hand? OtherHand(SettingsSource source) =>
        HomePath(source) is not { } path ? null
        : Places(path).Select(PathOwners.FirstOther).FirstOrDefault(hand => hand is not null)
            ?? DataFolders(source).Select(PathOwners.FirstOther).FirstOrDefault(hand => hand is not null);

    // Of a file in the home nothing is read before it is known whose that is; one that the operator names is the operator's.
    private static string? HomePath(SettingsSource source)
    {
        var path = Environment.GetEnvironmentVariable(SettingTable.HomeVariable) is { Length: > 0 } given ? given
            : source.File is not null ? CheckedSettings.LookAtWords(source).Settings.Home.Path
            : "";
        return Path.IsPathFullyQualified(path) ? Path.GetFullPath(path) : null;
    }

    private static string[] Places(string path)
    {
        var home = HomeOf.Environment(path, Environment.GetEnvironmentVariable);
        return [home.Path, home.Root, home.Versions, home.ConfigFile, home.Data];
    }

    private static IEnumerable<string> DataFolders(SettingsSource source)
    {
        var settings = CheckedSettings.LookAtWords(source).Settings;
        return new[] { SettingTable.DataFolder, SettingTable.BackupSource }.Select(settings.TextOrNull).OfType<string>().Where(
            Path.IsPathFullyQualified);
    }
}
