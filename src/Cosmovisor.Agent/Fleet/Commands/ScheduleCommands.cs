using System.Globalization;
using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet.Commands;

/// <summary><c>fleet schedule add|list|remove</c>.</summary>
internal sealed class ScheduleCommands(FleetStore store, TextWriter output)
{
    public Task<int> RunAsync(string[] words, CancellationToken ct) => words switch
    {
        ["add", .. var rest] => AddAsync(FleetCommand.Options(rest, ["--arm"], ["--height", "--link", "--only", .. NewRollout.Valued]), ct),
        ["list", .. var rest] => ListAsync(FleetCommand.Options(rest, ["--json"], []), ct),
        [] => ListAsync(FleetCommand.Options([], ["--json"], []), ct),
        ["remove", .. var rest] => RemoveAsync(FleetCommand.One(FleetCommand.Options(rest, [], []), "NAME"), ct),
        _ => throw new RefusedException("schedule takes add, list or remove") { ExitCode = FleetCommand.Usage },
    };

    /// <summary>The labels of <c>--only</c>.</summary>
    public static IReadOnlyDictionary<string, string> Only(FleetWords options) =>
        MemberLabels.Parse(options["--only"] ?? "").IsOk(out var labels, out var reason) ? labels
            : throw new RefusedException($"--only {reason}") { ExitCode = FleetCommand.Usage };

    private async Task<int> AddAsync(FleetWords options, CancellationToken ct)
    {
        var name = FleetCommand.One(options, "NAME");
        var link = options["--link"]
            ?? throw new RefusedException("--link URL is needed: the binary or archive, with ?checksum=") { ExitCode = FleetCommand.Usage };

        if (!long.TryParse(options["--height"], NumberStyles.None, CultureInfo.InvariantCulture, out var height) || height <= 0)
        {
            throw new RefusedException("--height H is needed, a whole number above 0") { ExitCode = FleetCommand.Usage };
        }

        var entry = new FleetScheduleEntry(Guid.NewGuid().ToString("N"), name, height, link)
        {
            Only = Only(options),
            By = FleetCommand.Me,
            At = DateTimeOffset.UtcNow
        };

        if (!FleetText.Entry(FleetText.Write(entry)).IsOk(out _, out var reason))
        {
            throw new RefusedException(reason);
        }

        if (!options.Has("--arm") && NewRollout.Valued.FirstOrDefault(options.Has) is { } lost)
        {
            throw new RefusedException($"{lost} is for --arm, which restarts the members") { ExitCode = FleetCommand.Usage };
        }

        var snapshot = await store.ReadAsync(ct);

        if (snapshot.View.Schedule.FirstOrDefault(one => one.Name == name) is { Removed: false } same)
        {
            throw new RefusedException(
                $"\"{name}\" is scheduled already, for height {same.Height}; cosmovisorctl fleet schedule remove {name} takes it off");
        }

        // Made first: what is wrong with it is said before anything is written.
        var rollout = options.Has("--arm") ? NewRollout.OfRestarts(options, snapshot.View, entry) : null;

        if (!await store.ReplaceAsync(entry, snapshot, ct))
        {
            throw new RefusedException("another command changed the schedule meanwhile; check it, and try again");
        }

        var meant = snapshot.View.Members.Values.Count(member => MemberLabels.Match(member.Labels, entry.Only));
        await output.WriteLineAsync(
            $"\"{name}\" is scheduled for height {height} on {meant} members. They prepare it now; cosmovisorctl fleet schedule list shows how far they are.");

        if (rollout is not null)
        {
            await ArmAsync(rollout, options, entry, snapshot, ct);
        }

        return 0;
    }

    // The entry stands by now: what comes between is either passed by, or the operator is told which half is left.
    private async Task ArmAsync(Rollout rollout, FleetWords options, FleetScheduleEntry entry, FleetSnapshot snapshot, CancellationToken ct)
    {
        var rollouts = new RolloutCommands(store, output);

        try
        {
            for (var i = 0; !await rollouts.TryBeginAsync(rollout, snapshot, ct); i++)
            {
                if (i == RolloutCommands.Tries)
                {
                    throw new RefusedException("the rollouts keep changing");
                }

                snapshot = await store.ReadAsync(ct);
                rollout = NewRollout.OfRestarts(options, snapshot.View, entry);
            }
        }
        catch (Exception ex) when (ex is RefusedException or EtcdException)
        {
            throw new RefusedException(
                $"\"{entry.Name}\" is scheduled, but the restarts that arm it have not begun: {ex.Message}. cosmovisorctl fleet rollout {entry.Name} --arm begins them; give it the same options");
        }
    }

    private async Task<int> ListAsync(FleetWords options, CancellationToken ct)
    {
        var report = FleetReport.Of((await store.ReadAsync(ct)).View, DateTimeOffset.UtcNow);

        if (options.Has("--json"))
        {
            await output.WriteLineAsync(System.Text.Encoding.UTF8.GetString(FleetText.Write(report with { Members = [], Rollouts = [] })));
        }
        else
        {
            await output.WriteAsync(report.Schedule.Count == 0 ? "Nothing is scheduled.\n" : FleetScreen.Schedule(report.Schedule));
        }

        return 0;
    }

    private async Task<int> RemoveAsync(string name, CancellationToken ct)
    {
        var snapshot = await store.ReadAsync(ct);

        if (snapshot.View.Schedule.FirstOrDefault(one => one.Name == name) is not { Removed: false } entry)
        {
            throw new RefusedException($"\"{name}\" is not on the schedule");
        }

        if (!await store.ReplaceAsync(entry with { Removed = true, By = FleetCommand.Me, At = DateTimeOffset.UtcNow }, snapshot, ct))
        {
            throw new RefusedException("another command changed the schedule meanwhile; check it, and try again");
        }

        await output.WriteLineAsync(
            $"\"{name}\" is taken off. Members that have it on their own schedules take it off there; a node that is run up to the height already stops there.");
        return 0;
    }
}
