using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>The settings of this run, or all complaints about them at once.</summary>
internal static class CheckedSettings
{
    /// <exception cref="RefusedException">With code 78, one line a complaint.</exception>
    public static SettingsInForce Read(Contract contract)
    {
        var (settings, complaints) = SettingsReader.Read(contract, Environment.GetEnvironmentVariable);
        complaints = [.. complaints, .. AboutTheDisk(settings, complaints)];

        return complaints.Count == 0
            ? settings
            : throw new RefusedException($"{(complaints.Count == 1 ? "a setting is" : $"{complaints.Count} settings are")} wrong, so nothing was started:\n  {string.Join("\n  ", complaints)}")
            {
                ExitCode = ExitCodes.BadSettings,
            };
    }

    private static IEnumerable<string> AboutTheDisk(SettingsInForce settings, IReadOnlyList<string> complaints)
    {
        if (!complaints.Any(about => about.StartsWith(SettingTable.HomeVariable, StringComparison.Ordinal)) && !Directory.Exists(settings.Home.Root))
        {
            yield return $"{SettingTable.HomeVariable} must hold a folder cosmovisor, and {settings.Home.Root} is none. Make it: mkdir -p {settings.Home.GenesisFolder}/bin";
        }

        var source = settings.Text(SettingTable.BackupSource);

        if (Path.IsPathFullyQualified(source) && !Directory.Exists(source))
        {
            yield return $"{SettingTable.BackupSource.Variable} must be a folder, and {source} is none";
        }
    }
}
