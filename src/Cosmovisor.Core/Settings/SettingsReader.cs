using System.Globalization;
using Cosmovisor.Layout;
using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>All settings of a run, checked.</summary>
internal sealed record SettingsInForce(Contract Contract, IReadOnlyList<SettingInForce> All)
{
    public DaemonHome Home => new(Text(SettingTable.Home), Text(SettingTable.Name));

    public string Text(Setting setting) => All.First(one => one.Setting == setting).Value;

    public bool IsOn(Setting setting) => bool.Parse(Text(setting));

    /// <summary>Null when it is not set and has no default.</summary>
    public string? TextOrNull(Setting setting) => Text(setting) is { Length: > 0 } text ? text : null;

    /// <summary>Null when it is not set and has no default.</summary>
    public int? Number(Setting setting) => Text(setting) is { Length: > 0 } text ? (int)Math.Min(int.MaxValue, long.Parse(text, CultureInfo.InvariantCulture)) : null;

    public TimeSpan Time(Setting setting) =>
        GoDuration.Parse(Text(setting)).IsOk(out var time, out var reason) ? time : throw new InvalidOperationException($"{setting.Variable} was checked and is wrong: {reason}");
}

/// <summary>From variables to settings: all complaints at once, so that an operator does not have to start ten times.</summary>
internal static class SettingsReader
{
    // Without these two there is no path to look at; every other setting has a default.
    private static readonly Setting[] Needed = [SettingTable.Home, SettingTable.Name];

    /// <param name="contract">Whose defaults hold.</param>
    /// <param name="variable">The environment: null or empty is "not set".</param>
    /// <returns>The settings, or one sentence a complaint in the order of the table.</returns>
    public static (SettingsInForce Settings, IReadOnlyList<string> Complaints) Read(Contract contract, Func<string, string?> variable)
    {
        var complaints = new List<string>();
        var all = new List<SettingInForce>(SettingTable.All.Count);

        foreach (var setting in SettingTable.All)
        {
            var given = variable(setting.Variable) ?? "";
            var value = given.Length > 0 ? given : setting.DefaultIn(contract);
            all.Add(new SettingInForce(setting, value, given.Length > 0 ? "environment" : "default"));

            if ((given.Length > 0 || Needed.Contains(setting)) && setting.WhatIsWrong(given) is { } wrong)
            {
                complaints.Add($"{setting.Variable} {wrong}");
            }
        }

        return (new SettingsInForce(contract, all), complaints);
    }
}
