using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet.Commands;

/// <summary><c>fleet rollout NAME</c>, of a version or of restarts, and <c>list</c>, <c>pause</c>, <c>resume</c>, <c>abort</c>.</summary>
internal sealed class RolloutCommands(FleetStore store, TextWriter output)
{
    /// <summary>How often something is tried while others change the records.</summary>
    public const int Tries = 50;

    private static readonly string[] Valued = ["--link", "--only", .. NewRollout.Valued];

    public Task<int> RunAsync(string[] words, CancellationToken ct) => words switch
    {
        [] or ["list"] => ListAsync(FleetCommand.Options([], ["--json"], []), ct),
        ["list", .. var rest] => ListAsync(FleetCommand.Options(rest, ["--json"], []), ct),
        ["pause", var name] => OrderAsync(name, RolloutState.Paused, ct),
        ["resume", var name] => OrderAsync(name, RolloutState.Running, ct),
        ["abort", var name] => OrderAsync(name, RolloutState.Aborted, ct),
        _ => BeginAsync(FleetCommand.Options(words, ["--arm"], Valued), ct),
    };

    private async Task<int> BeginAsync(FleetWords options, CancellationToken ct)
    {
        var name = FleetCommand.One(options, "NAME");
        var snapshot = await store.ReadAsync(ct);
        var rollout = !options.Has("--arm") ? NewRollout.OfUpgrade(options, snapshot.View, name)
            : options["--link"] is not null ? throw new RefusedException(
                "--arm restarts the members for what is scheduled, and takes no --link")
            { ExitCode = FleetCommand.Usage }
            : NewRollout.OfRestarts(options, snapshot.View, snapshot.View.Schedule.FirstOrDefault(
                entry => entry.Name == name && !entry.Removed)
                ?? throw new RefusedException(
                    $"\"{name}\" is not on the schedule; cosmovisorctl fleet schedule add {name} --height H --link URL puts it there"));
        return await TryBeginAsync(rollout, snapshot, ct) ? 0
            : throw new RefusedException("another command changed a rollout meanwhile; check it, and try again");
    }

    /// <returns>Whether it has begun; not where something else came between.</returns>
    public async Task<bool> TryBeginAsync(Rollout rollout, FleetSnapshot snapshot, CancellationToken ct)
    {
        if (!await (snapshot.Rollouts.ContainsKey(rollout.Name) ? store.ReplaceAsync(rollout, snapshot, ct) : store.AddAsync(rollout, ct)))
        {
            return false;
        }

        var what = rollout.Kind is RolloutKind.Restart ? $"The rollout of restarts that arm \"{rollout.Name}\" on"
            : $"The rollout of \"{rollout.Name}\" to";
        await output.WriteLineAsync(
            $"{what} {rollout.Members.Count} members has begun; this command is not needed any more. cosmovisorctl fleet status shows how far it is.");
        return true;
    }

    private async Task<int> OrderAsync(string name, RolloutState wanted, CancellationToken ct)
    {
        // Members change the record too: an operator's word is repeated until it fits what it is said to.
        for (var i = 0; i < Tries; i++)
        {
            var snapshot = await store.ReadOrdersAsync(ct);
            var rollout = snapshot.View.Rollouts.FirstOrDefault(one => one.Name == name)
                ?? throw new RefusedException($"there is no rollout of \"{name}\"; fleet rollout list shows them");
            var next = RolloutRule.Order(rollout, wanted, FleetCommand.Me).IsOk(out var ordered, out var reason) ? ordered
                : throw new RefusedException(reason);

            if (await store.ReplaceAsync(next, snapshot, ct))
            {
                var going = next.Members.Where(member => member.Turn is Turn.Begun).Select(member => member.Name).ToList();
                await output.WriteLineAsync(
                    $"The rollout of \"{name}\" is {RolloutRule.Word(next.State)}.{(going.Count > 0 && wanted is not RolloutState.Running ? $" {string.Join(", ", going)} had begun, and finishes." : "")}");
                return 0;
            }
        }

        throw new RefusedException("the rollout keeps changing; try again");
    }

    private async Task<int> ListAsync(FleetWords options, CancellationToken ct)
    {
        var report = FleetReport.Of((await store.ReadAsync(ct)).View, DateTimeOffset.UtcNow);
        await output.WriteAsync(options.Has("--json")
            ? System.Text.Encoding.UTF8.GetString(FleetText.Write(report with { Members = [], Schedule = [] })) + "\n"
            : report.Rollouts.Count == 0 ? "There are no rollouts.\n" : FleetScreen.Rollouts(report.Rollouts));
        return 0;
    }
}
