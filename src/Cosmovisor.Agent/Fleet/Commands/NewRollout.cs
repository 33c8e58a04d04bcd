using System.Globalization;
using Cosmovisor.Fleet;
using Cosmovisor.Settings;

namespace Cosmovisor.Agent.Fleet.Commands;

/// <summary>A rollout made from the words of a command: which members, in which order, how many at once.</summary>
internal static class NewRollout
{
    /// <summary>The options that say how it goes, with their values.</summary>
    public static readonly string[] Valued = ["--order", "--max-unavailable", "--soak"];

    /// <summary>Of a version that needs no height.</summary>
    public static Rollout OfUpgrade(FleetWords options, FleetView view, string name)
    {
        var link = options["--link"]
            ?? throw Misused("--link URL is needed: the binary or archive, with ?checksum=. To arm what is scheduled: --arm");
        return Make(options, view, view.Members.Values.Where(member => MemberLabels.Match(member.Labels, ScheduleCommands.Only(options))),
            name, link);
    }

    /// <summary>Of restarts, which arm an entry of the schedule on the members that it is for.</summary>
    public static Rollout OfRestarts(FleetWords options, FleetView view, FleetScheduleEntry entry)
    {
        var only = ScheduleCommands.Only(options);
        var meant = view.Members.Values.Where(
            member => MemberLabels.Match(member.Labels, entry.Only) && MemberLabels.Match(member.Labels, only));
        return Make(options, view, meant, entry.Name, "") with { Kind = RolloutKind.Restart, Entry = entry.Id };
    }

    private static Rollout Make(FleetWords options, FleetView view, IEnumerable<MemberView> of, string name, string link)
    {
        var soak = GoDuration.Parse(options["--soak"] ?? "10m").IsOk(out var time, out var reason) && time >= TimeSpan.Zero ? time
            : throw Misused($"--soak: {reason ?? "a duration of 0 or more"}");

        if (!int.TryParse(options["--max-unavailable"] ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most < 1)
        {
            throw Misused("--max-unavailable is a whole number of 1 or more");
        }

        var meant = of.ToList();
        var order = (options["--order"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var groups = meant.Select(member => MemberLabels.GroupOf(member.Labels)).Distinct().ToList();

        if (meant.Count == 0)
        {
            throw new RefusedException("no member has these labels; fleet status lists the members");
        }

        if (order.Length > 0 && groups.Where(group => !order.Contains(group)).ToList() is { Count: > 0 } left)
        {
            throw new RefusedException(
                $"--order leaves out {string.Join(", ", left.Select(group => group.Length == 0 ? "members without a group" : $"the group {group}"))}: name every group, or choose members with --only");
        }

        if (view.Rollouts.FirstOrDefault(one => one.Name == name) is { IsOver: false } same)
        {
            throw new RefusedException($"there is a rollout of \"{name}\" already, {RolloutRule.Word(same.State)}");
        }

        RolloutMember[] members = [.. meant.OrderBy(member => Math.Max(
            0, Array.IndexOf(order, MemberLabels.GroupOf(member.Labels)))).ThenBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => new RolloutMember(
                member.Id, member.Name, order.Length == 0 ? "" : MemberLabels.GroupOf(member.Labels), Turn.Waiting))];
        var rollout = new Rollout(Guid.NewGuid().ToString("N"), name, link, most, soak.TotalSeconds, members)
        {
            By = FleetCommand.Me,
            At = DateTimeOffset.UtcNow
        };
        return FleetText.Rollout(FleetText.Write(rollout)).IsOk(out _, out reason) ? rollout : throw new RefusedException(reason);
    }

    private static RefusedException Misused(string words) => new(words) { ExitCode = FleetCommand.Usage };
}
