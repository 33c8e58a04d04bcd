using System.CommandLine.Completions;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Home;
using Cosmovisor.Settings;

namespace Cosmovisor.Cli;

/// <summary>Names from the files of the home, for a shell to complete. Of what cannot be read there are none.</summary>
/// <param name="source">Of the settings.</param>
internal sealed class NamesInHome(SettingsSource source)
{
    public IEnumerable<CompletionItem> Backups(CompletionContext context) => Named(settings =>
    {
        var placing = BackupSettings.From(settings, LastRun.Folders(settings)).Placing;
        return new BackupStore(settings.Home, placing).All().Select(backup => backup.Folder.Name);
    });

    /// <summary>Upgrades that are in place or scheduled.</summary>
    public IEnumerable<CompletionItem> Upgrades(CompletionContext context) =>
        Named(settings => [.. InPlace(settings.Home), .. Scheduled(settings.Home)]);

    public IEnumerable<CompletionItem> Versions(CompletionContext context) => Named(settings => ["genesis", .. InPlace(settings.Home)]);

    public IEnumerable<CompletionItem> Schedule(CompletionContext context) => Named(settings => Scheduled(settings.Home));

    public IEnumerable<CompletionItem> Holds(CompletionContext context) =>
        Named(settings => Directory.Exists(settings.Home.Holds)
            ? Directory.EnumerateFiles(settings.Home.Holds, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)) : []);

    private static IEnumerable<string> InPlace(DaemonHome home) => Directory.Exists(home.Upgrades)
        ? Directory.EnumerateDirectories(home.Upgrades).Select(folder => Uri.UnescapeDataString(Path.GetFileName(folder))).Where(
            name => !name.StartsWith('.'))
        : [];

    private static IEnumerable<string> Scheduled(DaemonHome home) =>
        ScheduleFile.Look(home.Schedule).IsOk(out var schedule, out _) ? schedule.Entries.Select(entry => entry.Name) : [];

    private CompletionItem[] Named(Func<EffectiveSettings, IEnumerable<string>> names)
    {
        try
        {
            var settings = CheckedSettings.LookAtWords(source).Settings;
            return settings.IsMissing(SettingTable.Home) ? []
                : [.. names(settings).Distinct().Order(StringComparer.Ordinal).Select(name => new CompletionItem(name))];
        }
        catch (Exception ex) when (ex is RefusedException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return [];
        }
    }
}
