using System.Text;
using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>The settings of this run, or all complaints about them at once.</summary>
internal static class CheckedSettings
{
    /// <exception cref="RefusedException">With code 78, one line a complaint.</exception>
    public static EffectiveSettings Read(SettingsSource source)
    {
        var (settings, complaints) = Look(source);
        return complaints.Count == 0 ? settings : throw Refusal(complaints);
    }

    /// <summary>The same, for who wants to see the settings even if they are wrong.</summary>
    public static (EffectiveSettings Settings, IReadOnlyList<string> Complaints) Look(SettingsSource source)
    {
        var (settings, complaints) = LookAtWords(source);
        return (settings, [.. complaints, .. AboutTheDisk(settings)]);
    }

    /// <summary>Without a look at the folders they name, which need not be there yet.</summary>
    public static (EffectiveSettings Settings, IReadOnlyList<string> Complaints) LookAtWords(SettingsSource source)
    {
        var call = source.Call;
        var file = ConfigFile.Read(source.File);
        var profile = Environment.GetEnvironmentVariable(SettingTable.Profile.Variable) is { Length: > 0 } given ? given
            : file?.Of(SettingTable.Profile)?.Value;
        var speaksOfANode = call is InvokedAs.OperatorsTool or InvokedAs.SharedWord;
        var chosen = ContractRule.Of(call, profile, file is not null, speaksOfANode ? LastRun() : null,
            speaksOfANode ? SdkTraces.Find(Environment.GetEnvironmentVariable, HasBatch) : null);
        var (settings, complaints) =
            SettingsReader.Read(chosen.Contract, Environment.GetEnvironmentVariable, file, source.File is not null);
        return (settings with
        {
            Source = source,
            ContractOrigin = chosen.Origin,
            IsContractAssumed = chosen.IsAssumed,
            Warnings = [.. settings.Warnings, .. UnknownVariables.Warnings(VariableNames)]
        }, complaints);
    }

    public static RefusedException Refusal(IReadOnlyList<string> complaints) =>
        new($"{(complaints.Count == 1 ? "a setting is" : $"{complaints.Count} settings are")} wrong, so nothing was started:\n  {string.Join("\n  ", complaints)}")
        {
            ExitCode = ExitCodes.BadSettings
        };

    private static IEnumerable<string> VariableNames => Environment.GetEnvironmentVariables().Keys.Cast<string>();

    private static bool HasBatch =>
        Environment.GetEnvironmentVariable(SettingTable.HomeVariable) is { Length: > 0 } home
            && FileCalls.IsThere(DaemonHome.BatchFileIn(Environment.GetEnvironmentVariable(
                SettingTable.DataFolder.Variable) is { Length: > 0 } data ? data : new DaemonHome(home, "").Data));

    // What the supervisor has left in the file it holds. Not waited for, if it is a pipe.
    private static Contract? LastRun() =>
        Environment.GetEnvironmentVariable(SettingTable.HomeVariable) is { Length: > 0 } home
            && HomeOf.Environment(home, Environment.GetEnvironmentVariable).Lock is var path
            && BookFile.Head(path, 4096) is { } text ? LockText.Parse(Encoding.ASCII.GetString(text)).LastRun : null;

    private static IEnumerable<string> AboutTheDisk(EffectiveSettings settings)
    {
        foreach (var (setting, folder) in new[] { (SettingTable.CustomRoot, settings.Home.CustomRoot), (
            SettingTable.CustomCurrentLink, settings.Home.CustomCurrent is null ? null : settings.Home.Root) })
        {
            if (folder is not null && Path.IsPathFullyQualified(folder) && !Directory.Exists(folder))
            {
                yield return $"{settings.Of(setting).Name(settings.File)} needs the folder {folder}, and there is none. Make it, or mount it there";
            }
        }

        if (settings.Home.CustomRoot is null && Path.IsPathFullyQualified(settings.Home.Path) && !Directory.Exists(settings.Home.Versions))
        {
            yield return Unreachable.Why(settings.Home.Versions) is { } why
                ? $"{SettingTable.HomeVariable} must hold a folder cosmovisor, and {settings.Home.Versions} cannot be looked at: {why}"
                : $"{SettingTable.HomeVariable} must hold a folder cosmovisor, and {settings.Home.Versions} is not a folder. Make it: mkdir -p {settings.Home.GenesisFolder}/bin";
        }

        foreach (var setting in new Setting[] { SettingTable.BackupSource, SettingTable.BackupFolder })
        {
            var one = settings.Of(setting);

            if (one.Origin != SettingInForce.Default && Path.IsPathFullyQualified(one.Value) && !Directory.Exists(one.Value) && IsNeeded(
                setting, settings))
            {
                yield return $"{one.Name(settings.File)} must be a folder, and {one.Value} is not one";
            }
        }
    }

    // As the Go versions: a folder that will never be written to need not be there.
    private static bool IsNeeded(Setting folder, EffectiveSettings settings) =>
        folder != SettingTable.BackupFolder
            || (settings.Contract == Contract.Sdk && settings.ValueOrNull(SettingTable.SkipBackup) is false);
}
