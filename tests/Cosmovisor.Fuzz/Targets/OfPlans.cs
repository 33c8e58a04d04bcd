using System.Text;
using Cosmovisor.Plans;

namespace Cosmovisor.Fuzz.Targets;

/// <summary>What a chain, an operator or a tool says of upgrades.</summary>
internal static class OfPlans
{
    public static IEnumerable<KeyValuePair<string, Action<byte[]>>> All { get; } =
    [
        new("plan-file", bytes => Must.ComeBack(
            PlanFile.Parse(bytes), PlanFile.Text, text => PlanFile.Parse(Encoding.UTF8.GetBytes(text)))),
        new("plan-info", Info),
        new("plan-name", Name),
        new("schedule", bytes => Must.BeWhole(UpgradeSchedule.Parse(bytes), HasEachOnce)),
        new("batch-file", bytes => Must.BeWhole(UpgradeBatch.FromFile(Must.Text(bytes)))),
        new("batch-list", bytes => Must.BeWhole(UpgradeBatch.FromList(Must.Text(bytes)))),
        new("csv", bytes => Must.BeWhole(
            CsvText.Rows(Must.Text(bytes)), rows => rows.Sum(row => row.Sum(field => field.Length)) <= bytes.Length)),
        new("skip-heights", bytes => _ = SkipHeights.FromArguments(Must.Text(bytes).Split('\n'))),
    ];

    private static void Info(byte[] bytes)
    {
        var text = Must.Text(bytes);
        _ = PlanInfo.IsCut(text);
        Must.BeWhole(PlanInfo.Parse(text));
        Must.BeWhole(PlanInfo.ParseJson(text), info => info is PlanInfo.Binaries);
    }

    private static void Name(byte[] bytes)
    {
        var name = Must.Text(bytes);
        var folder = UpgradeName.Escape(name);
        Must.Hold(!folder.Contains('/', StringComparison.Ordinal) && folder.All(char.IsAscii), $"no name of a folder: {folder}");
        Must.Hold(UpgradeName.Unescape(folder) == name, $"another name comes back from {folder}");
        Must.Hold(UpgradeName.WhatIsWrong(name) is not null || folder.Length is > 0 and <= 255 && folder is not ("." or ".."), folder);
    }

    private static bool HasEachOnce(UpgradeSchedule schedule) =>
        schedule.Entries.DistinctBy(entry => entry.Name.ToUpperInvariant()).Count() == schedule.Entries.Count;
}
