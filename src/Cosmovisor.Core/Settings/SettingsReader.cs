using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>
/// From variables and config.toml to settings: all complaints at once, so that an operator does not have to start ten times.
/// </summary>
internal static class SettingsReader
{
    // Without these two there is no path to look at; every other setting has a default.
    private static readonly Setting[] Needed = [SettingTable.Home, SettingTable.Name];

    /// <param name="contract">Whose defaults hold.</param>
    /// <param name="variable">The environment: null is "not set", and so is empty for all but a few.</param>
    /// <param name="file">The config.toml, if there is one; a variable wins over it.</param>
    /// <param name="fileGivesHome">Whether the operator named the file. Else it was found by way of the variable, which holds.</param>
    /// <returns>The settings, or one sentence a complaint: first those about the file, then in the order of the table.</returns>
    public static (EffectiveSettings Settings, IReadOnlyList<string> Complaints) Read(
        Contract contract, Func<string, string?> variable, SettingsFile? file = null, bool fileGivesHome = false)
    {
        var complaints = new List<string>(file?.Complaints ?? []);
        var warnings = new List<string>(file?.Warnings ?? []);
        var all = new List<SettingInForce>(SettingTable.All.Count);
        var values = new Dictionary<string, object>(SettingTable.All.Count);

        foreach (var setting in SettingTable.All)
        {
            var one = InForce(contract, setting, variable, file?.Of(setting));
            var wrong = WhatIsWrong(one, file);

            if (wrong is not null && IsIdle(setting, all))
            {
                (one, wrong) = (new SettingInForce(setting, setting.DefaultIn(contract), SettingInForce.Default), null);
            }

            // What the SDK's own config shows in its place.
            all.Add(setting == SettingTable.BackupFolder && contract == Contract.Sdk && one.Origin == SettingInForce.Default
                ? one with { Value = all[0].Value } : one);

            if (one.HasItsOldName)
            {
                warnings.Add(
                    $"{one.Name(file)} is called {(one.Line > 0 ? setting.Key : setting.Variable)} now; the old name still works, use the new one");
            }

            if (one.Origin == SettingInForce.Environment
                && !one.HasItsOldName
                && setting.OldVariable is { } old
                && setting.IsGivenBy(variable(old)))
            {
                warnings.Add($"{old} has no effect: {setting.Variable}, as it is called now, is set too");
            }

            if (wrong is not null)
            {
                complaints.Add($"{one.Name(file)} {wrong}");
                continue;
            }

            if (one.Value.Length > 0 || setting.EmptyCounts)
            {
                values.Add(setting.Variable, setting.Read(one.Value));
            }

            if (setting.Unused is { } why && one.Value != setting.DefaultIn(contract))
            {
                warnings.Add($"{one.Name(file)} has no effect: {why}");
            }
        }

        if (WithoutTheBackupThatIsAskedFor(contract, all) is { } askedFor)
        {
            warnings.Add(askedFor);
        }

        if (file?.Of(SettingTable.Home) is { } moved && !fileGivesHome && all[0].Value.TrimEnd('/') != moved.Value.TrimEnd('/'))
        {
            warnings.Add(
                $"{file.Path} line {moved.Line}: {moved.Setting.Key} is {moved.Value}, and has no effect: the file was found by way of {moved.Setting.Variable}, which holds");
        }

        return (new EffectiveSettings(contract, all, file, warnings) { Values = values }, complaints);
    }

    // Units written for the SDK's 1.0, which was called without the word run, say so in order to have one.
    private static string? WithoutTheBackupThatIsAskedFor(Contract contract, List<SettingInForce> all) =>
        contract == Contract.Classic
            && all.Exists(one => one.Setting == SettingTable.SkipBackup && one.Origin == SettingInForce.Environment
                && one.Value.Equals("false", StringComparison.OrdinalIgnoreCase))
            && all.Exists(one => one.Setting == SettingTable.BackupSource && one.Value.Length == 0)
            && all.Exists(one => one.Setting == SettingTable.BackupCommand && one.Value.Length == 0)
            ? $"{SettingTable.SkipBackup.Variable}=false has no effect without the word run: no backup is made before an upgrade. For one, set {SettingTable.BackupSource.Variable}={all[0].Value.TrimEnd('/')}/data, or start with cosmovisor run start"
            : null;

    private static SettingInForce InForce(Contract contract, Setting setting, Func<string, string?> variable, FileSetting? written) =>
        variable(setting.Variable) is var given && setting.IsGivenBy(given)
            ? new SettingInForce(setting, given!, SettingInForce.Environment)
        : setting.OldVariable is { } old && variable(old) is var earlier && setting.IsGivenBy(earlier)
            ? new SettingInForce(setting, earlier!, SettingInForce.Environment) { HasItsOldName = true }
        : setting.IsGivenBy(written?.Value)
            ? new SettingInForce(setting, written!.Value, SettingInForce.ConfigFile, written.Line) { HasItsOldName = written.HasItsOldName }
        : new SettingInForce(setting, setting.DefaultIn(contract), SettingInForce.Default);

    // As the Go versions: where no backup is taken, its folder may be anything.
    private static bool IsIdle(Setting setting, List<SettingInForce> before) =>
        setting == SettingTable.BackupFolder
            && before.Exists(one => one.Setting == SettingTable.SkipBackup && one.Value.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static string? WhatIsWrong(SettingInForce one, SettingsFile? file) =>
        one.Origin != SettingInForce.Default ? one.Setting.WhatIsWrong(one.Value)
        : !Needed.Contains(one.Setting) || file is { IsReadable: false } ? null // a file that cannot be read may well hold it
        : one.Setting.WhatIsWrong("");
}
