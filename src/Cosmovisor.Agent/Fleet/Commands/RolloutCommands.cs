using System.Globalization;
using Cosmovisor.Fleet;
using Cosmovisor.Settings;

namespace Cosmovisor.Agent.Fleet.Commands;

/// <summary><c>fleet rollout NAME</c>, and <c>list</c>, <c>pause</c>, <c>resume</c>, <c>abort</c>.</summary>
internal sealed class RolloutCommands(FleetStore store, TextWriter output)
{
    private static readonly string[] Valued = ["--link", "--order", "--max-unavailable", "--soak", "--only"];

    public Task<int> RunAsync(string[] words, CancellationToken ct) => words switch
    {
        [] or ["list"] => ListAsync(FleetCommand.Options([], ["--json"], []), ct),
        ["list", .. var rest] => ListAsync(FleetCommand.Options(rest, ["--json"], []), ct),
        ["pause", var name] => OrderAsync(name, RolloutState.Paused, ct),
        ["resume", var name] => OrderAsync(name, RolloutState.Running, ct),
        ["abort", var name] => OrderAsync(name, RolloutState.Aborted, ct),
        _ => BeginAsync(FleetCommand.Options(words, [], Valued), ct),
    };

    private async Task<int> BeginAsync(FleetWords options, CancellationToken ct)
    {
        var snapshot = await store.ReadAsync(ct);
        var rollout = Make(options, snapshot.View);

        if (snapshot.View.Rollouts.FirstOrDefault(one => one.Name == rollout.Name) is { } same)
        {
            if (!same.IsOver)
            {
                throw new RefusedException($"there is a rollout of \"{rollout.Name}\" already, {RolloutRule.Word(same.State)}");
            }

            if (!await store.ReplaceAsync(rollout, snapshot, ct))
            {
                throw new RefusedException("a rollout was changed by another meanwhile; look, and try again");
            }
        }
        else if (!await store.AddAsync(rollout, ct))
        {
            throw new RefusedException("a rollout was changed by another meanwhile; look, and try again");
        }

        await output.WriteLineAsync($"The rollout of \"{rollout.Name}\" to {rollout.Members.Count} members has begun; it needs this command no more. cosmovisorctl fleet status shows how far it is.");
        return 0;
    }

    private static Rollout Make(FleetWords options, FleetView view)
    {
        var name = FleetCommand.One(options, "NAME");
        var link = options["--link"] ?? throw Misused("--link URL is needed: the binary or archive, with ?checksum=");
        var soak = GoDuration.Parse(options["--soak"] ?? "10m").IsOk(out var time, out var reason) && time >= TimeSpan.Zero ? time : throw Misused($"--soak: {reason ?? "a duration of 0 or more"}");

        if (!int.TryParse(options["--max-unavailable"] ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var most) || most < 1)
        {
            throw Misused("--max-unavailable is a whole number of 1 or more");
        }

        var only = ScheduleCommands.Only(options);
        var meant = view.Members.Values.Where(member => MemberLabels.Match(member.Labels, only)).ToList();
        var order = (options["--order"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var groups = meant.Select(member => MemberLabels.GroupOf(member.Labels)).Distinct().ToList();

        if (meant.Count == 0)
        {
            throw new RefusedException("no member has these labels; fleet status lists the members");
        }

        if (order.Length > 0 && groups.Where(group => !order.Contains(group)).ToList() is { Count: > 0 } left)
        {
            throw new RefusedException($"--order leaves out {string.Join(", ", left.Select(group => group.Length == 0 ? "members without a group" : $"the group {group}"))}: name every group, or choose members with --only");
        }

        RolloutMember[] members = [.. meant.OrderBy(member => Math.Max(0, Array.IndexOf(order, MemberLabels.GroupOf(member.Labels)))).ThenBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => new RolloutMember(member.Id, member.Name, order.Length == 0 ? "" : MemberLabels.GroupOf(member.Labels), Turn.Waiting))];
        var rollout = new Rollout(Guid.NewGuid().ToString("N"), name, link, most, soak.TotalSeconds, members) { By = FleetCommand.Me, At = DateTimeOffset.UtcNow };
        return FleetText.Rollout(FleetText.Write(rollout)).IsOk(out _, out reason) ? rollout : throw new RefusedException(reason);
    }

    private async Task<int> OrderAsync(string name, RolloutState wanted, CancellationToken ct)
    {
        // Members change the record too: an operator's word is repeated until it fits what it is said to.
        for (var i = 0; i < 50; i++)
        {
            var snapshot = await store.ReadOrdersAsync(ct);
            var rollout = snapshot.View.Rollouts.FirstOrDefault(one => one.Name == name) ?? throw new RefusedException($"there is no rollout of \"{name}\"; fleet rollout list shows them");
            var next = RolloutRule.Order(rollout, wanted, FleetCommand.Me).IsOk(out var ordered, out var reason) ? ordered : throw new RefusedException(reason);

            if (await store.ReplaceAsync(next, snapshot, ct))
            {
                var going = next.Members.Where(member => member.Turn is Turn.Begun).Select(member => member.Name).ToList();
                await output.WriteLineAsync($"The rollout of \"{name}\" is {RolloutRule.Word(next.State)}.{(going.Count > 0 && wanted is not RolloutState.Running ? $" {string.Join(", ", going)} had begun, and finishes." : "")}");
                return 0;
            }
        }

        throw new RefusedException("the rollout changes all the time; try again");
    }

    private async Task<int> ListAsync(FleetWords options, CancellationToken ct)
    {
        var report = FleetReport.Of((await store.ReadAsync(ct)).View, DateTimeOffset.UtcNow);
        await output.WriteAsync(options.Has("--json") ? System.Text.Encoding.UTF8.GetString(FleetText.Write(report with { Members = [], Schedule = [] })) + "\n"
            : report.Rollouts.Count == 0 ? "There are no rollouts.\n" : FleetScreen.Rollouts(report.Rollouts));
        return 0;
    }

    private static RefusedException Misused(string words) => new(words) { ExitCode = FleetCommand.Usage };
}
