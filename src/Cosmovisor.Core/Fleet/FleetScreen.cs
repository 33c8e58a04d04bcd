using System.Globalization;
using System.Text;

namespace Cosmovisor.Fleet;

/// <summary><c>cosmovisorctl fleet status</c> as text.</summary>
internal static class FleetScreen
{
    public static string Text(FleetReport report) =>
        (report.Members.Count == 0 ? "No member yet: a node joins when its cosmovisor-agent runs with COSMOVISOR_FLEET.\n"
            : Members(report.Members))
        + (report.Schedule.Count == 0 ? "" : $"\n{Schedule(report.Schedule)}")
        + (report.Rollouts.Count == 0 ? "" : $"\n{Rollouts(report.Rollouts)}")
        + (report.Trouble.Count == 0 ? "" : $"\n{string.Concat(report.Trouble.Select(one => $"! {Shown(one, 600)}\n"))}");

    public static string Members(IReadOnlyList<MemberStatus> members) => Table(
        ["MEMBER", "GROUP", "CHAIN", "STATE", "CURRENT", "HEIGHT", "NEXT", ""],
        members.Select(one => (string[])
        [
            one.Name, MemberLabels.GroupOf(one.Labels), one.ChainId
                ?? "", one.Late ? "late" : one.State ?? "", one.Current ?? "", one.Height?.ToString(CultureInfo.InvariantCulture) ?? "",
            one.Plans.FirstOrDefault(plan => plan.Status is "decided" or "scheduled") is { } next
                ? $"{next.Name} at {next.Height} ({(next.Ready == "yes" ? "ready" : "not ready")})" : "",
            one.Trouble ?? "",
        ]));

    public static string Schedule(IReadOnlyList<EntryStatus> entries) => Table(
        ["SCHEDULED", "HEIGHT", "READY", "NOT READY"],
        entries.Select(one => (string[])
            [one.Name, one.Height.ToString(CultureInfo.InvariantCulture), $"{one.Ready} of {one.Members}", string.Join(
                "; ", one.NotReady.Take(3)) + (one.NotReady.Count > 3 ? $"; and {one.NotReady.Count - 3} more" : "")]));

    public static string Rollouts(IReadOnlyList<Rollout> rollouts) => Table(
        ["ROLLOUT", "STATE", "DONE", "NOW", ""],
        rollouts.Select(one => (string[])
        [
            one.Kind is RolloutKind.Restart
                ? $"{one.Name} (arms it)" : one.Name, RolloutRule.Word(one.State), $"{one.Finished} of {one.Members.Count}",
            string.Join(", ", one.Members.Where(member => member.IsInFlight).Select(member => member.Name)), one.Why ?? "",
        ]));

    private static string Table(string[] heads, IEnumerable<string[]> rows)
    {
        List<string[]> all = [heads, .. rows.Select(row => row.Select(cell => Shown(cell, 200)).ToArray())];
        var widths = heads.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();

        foreach (var row in all)
        {
            _ = text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    // Names and troubles come from other machines.
    private static string Shown(string text, int longest) => ForeignText.Printable(text, longest);
}
