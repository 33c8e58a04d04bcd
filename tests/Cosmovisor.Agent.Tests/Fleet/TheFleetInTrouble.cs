using Cosmovisor.Agent.Fleet;
using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>
/// etcd as it is: restarted, emptied, restored, full, compacted, with users, with an endpoint that is dead; and an agent that sleeps.
/// </summary>
public static class TheFleetInTrouble
{
    private const string Link = "https://example.com/v2?checksum=sha256:00";

    [Fact]
    public static async Task GoesOnWhenEtcdIsRestartedInTheMiddleOfARollout()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await BegunAsync(etcd, "a", "b", "c");

        await etcd.StopAsync();
        Ease(members, "a", "b", "c");
        await Wait.UntilAsync(
            "an agent says that etcd is away", () => members.Said.Any(one => one.Contains("cannot be reached", StringComparison.Ordinal)));
        await etcd.StartAsync();

        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
    }

    [Fact]
    public static async Task RegistersAnewWhereEtcdLostItsData()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await BegunAsync(etcd, "a", "b");

        await etcd.StopAsync();
        etcd.DeleteData();
        await etcd.StartAsync();
        Ease(members, "a", "b");

        var view = await members.UntilAsync(
            "both are there",
            one => one.Members.Count == 2 && one.Members.Values.All(member => member.Record is { Busy: null, State: "running" }));
        Assert.Empty(view.Rollouts);
        Assert.Contains(members.Said, one => one.Contains("data is not what it was", StringComparison.Ordinal));
        Assert.Equal(1, members.MostDown());
    }

    [Fact]
    public static async Task DoesNothingTwiceWhereAnOlderBackupWasRestored()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("a").Node("b").Join("a");
        _ = members.Join("b");
        members.Touch("b", "unready");
        await members.UntilAsync("two", one => one.Members.Count == 2);
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        await members.UntilAsync("it waits", one => one.Rollouts.Count == 1);
        var backup = Path.Join(members.Folder, "backup");
        await etcd.MustAsync("snapshot", "save", backup);
        members.Clear("b", "unready");
        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);

        await etcd.StopAsync();
        etcd.DeleteData();
        await etcd.RestoreAsync(backup);
        await etcd.StartAsync();

        await members.UntilAsync("done, in the restored record", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.All(["a", "b"], name => Assert.Single(members.Calls(name), call => call.StartsWith("upgrade", StringComparison.Ordinal)));
    }

    [Fact]
    public static async Task LogsInAgainWhenItsTokenIsGone()
    {
        await using var etcd = await new Etcd().StartAsync();
        await etcd.MustAsync("user", "add", "root:r");
        await etcd.MustAsync("user", "grant-role", "root", "root");
        await etcd.MustAsync("user", "add", "fleet:secret");
        await etcd.MustAsync("role", "add", "fleet");
        await etcd.MustAsync("role", "grant-permission", "fleet", "readwrite", "--prefix=true", "/cosmovisor/test/");
        await etcd.MustAsync("user", "grant-role", "fleet", "fleet");
        await etcd.MustAsync("auth", "enable");
        await using var members = new SomeMembers(etcd.Fleet, user: "fleet", password: "secret");
        _ = members.Node("a").Join("a");
        await members.UntilAsync("a", one => one.Members.Count == 1);

        // A restart of etcd forgets every token it gave.
        await etcd.StopAsync();
        await etcd.StartAsync(isHealthyWithoutUser: false);

        members.Touch("a", "unready");
        _ = await members.DoAsync("schedule", "add", "v2", "--height", "9", "--link", Link);
        await members.UntilAsync(
            "it is read and written again", one => one.Members.Values.Any(member => member.Record?.Readiness is [{ Ready: Readiness.No }]));
    }

    [Fact]
    public static async Task SaysThatAPasswordIsWrong()
    {
        await using var etcd = await new Etcd().StartAsync();
        await etcd.MustAsync("user", "add", "root:r");
        await etcd.MustAsync("user", "grant-role", "root", "root");
        await etcd.MustAsync("auth", "enable");
        await using var members = new SomeMembers(etcd.Fleet, user: "root", password: "wrong");

        _ = members.Node("a").Join("a");

        await Wait.UntilAsync(
            "it is said", () => members.Said.Any(one => one.Contains("refuses the user or the password", StringComparison.Ordinal)));
    }

    [Fact]
    public static async Task PassesOverAnEndpointThatIsDead()
    {
        await using var etcd = await new Etcd().StartAsync();

        // Nothing listens at the first, and the second swallows what is sent to it.
        await using var members = new SomeMembers($"etcd://127.0.0.1:1,127.0.0.1:{etcd.Port}/test");
        _ = members.Node("a").Join("a");

        await members.UntilAsync("a", one => one.Members.Count == 1);
    }

    [Fact]
    public static async Task SaysThatEtcdIsFullAndGoesOnWhenItIsNot()
    {
        await using var etcd = await new Etcd("--quota-backend-bytes=262144").StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("a").Join("a");
        await members.UntilAsync("a", one => one.Members.Count == 1);

        while ((await etcd.CtlAsync("put", "filler", new string('x', 100_000))).Code == 0)
        {
        }

        _ = members.Node("b").Join("b");
        await Wait.UntilAsync("it is said", () => members.Said.Any(one => one.Contains("full (NOSPACE)", StringComparison.Ordinal)));
        var revision = (await members.Store.ReadAsync(TestContext.Current.CancellationToken)).Revision;
        await etcd.MustAsync("compact", $"{revision}");
        await etcd.MustAsync("del", "filler");
        await etcd.MustAsync("defrag");
        await etcd.MustAsync("alarm", "disarm");

        await members.UntilAsync("b", one => one.Members.Count == 2);
    }

    [Fact]
    public static async Task DoesNotMindACompaction()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await BegunAsync(etcd, "a", "b");

        await etcd.MustAsync("compact", $"{(await members.Store.ReadAsync(TestContext.Current.CancellationToken)).Revision}");
        Ease(members, "a", "b");

        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
    }

    [Fact]
    public static async Task DoesNothingWhenItSleptThroughItsTurn()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("s").Node("b").Join("b");
        using var sleeper = Start(members, "s");

        try
        {
            var view = await members.UntilAsync("both", one => one.Members.Values.Count(member => !member.IsLate) == 2);
            var (s, b) = (
                view.Members.Values.Single(member => member.Name == "s").Record!,
                view.Members.Values.Single(member => member.Name == "b").Record!);
            sleeper.Signal(Run.Stop);

            // Its turn comes while it sleeps.
            var rollout = new Rollout(
                "r", "v2", Link, 2, 0, [new(s.Id, "s", "", Turn.Granted) { Instance = s.Instance }, new(b.Id, "b", "", Turn.Waiting)]);
            Assert.True(await members.Store.AddAsync(rollout, TestContext.Current.CancellationToken));
            await members.UntilAsync(
                "its turn is given back, and b is done",
                one => one.Rollouts is [{ Finished: 1 }] && one.Rollouts[0].Find(s.Id)!.Turn is Turn.Waiting);
            _ = await members.DoAsync("rollout", "pause", "v2");

            sleeper.Signal(Run.Continue);
            await members.UntilAsync("it is awake", one => !one.Members[s.Id].IsLate);

            Assert.DoesNotContain(members.Calls("s"), call => call.StartsWith("upgrade", StringComparison.Ordinal));
            Assert.Equal(1, members.MostDown());
        }
        finally
        {
            await sleeper.KillAsync();
        }
    }

    [Fact]
    public static async Task ReportsATurnThatItsAgentSleptThrough()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("s").Node("b").Join("b");
        Array.ForEach(["s", "b"], name => members.Touch(name, "slow"));
        members.Touch("b", "unready");
        using var sleeper = Start(members, "s");

        try
        {
            await members.UntilAsync("both", one => one.Members.Values.Count(member => !member.IsLate) == 2);

            // b is not ready: of two that may be unavailable it is one, and the sleeper takes the first turn.
            _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s", "--max-unavailable", "2");
            await members.UntilAsync(
                "s has begun",
                one => one.Rollouts is [{ } rollout] && rollout.Members.Any(member => member is { Name: "s", Turn: Turn.Begun }));
            await Wait.UntilAsync("its node is down", () => File.Exists(Path.Join(members.Folder, "downs")));
            sleeper.Signal(Run.Stop);
            members.Clear("s", "slow");
            members.Clear("b", "unready");
            await members.UntilAsync("s is late, and at work", one => one.Members.Values.Any(member =>
                member is { Name: "s", IsLate: true }) && one.Rollouts[0].Members.Any(member => member is { Name: "s", Turn: Turn.Begun }));
            members.Clear("b", "slow");

            sleeper.Signal(Run.Continue);
            await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
            Assert.All(["s", "b"],
                name => Assert.Single(members.Calls(name), call => call.StartsWith("upgrade", StringComparison.Ordinal)));
        }
        finally
        {
            await sleeper.KillAsync();
        }
    }

    [Fact]
    public static async Task DoesNotMindClocksThatDifferByDays()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);

        foreach (var (name, days) in new[] { ("a", 2), ("b", -2), ("c", 0) })
        {
            _ = members.Node(name);
            await File.WriteAllTextAsync(Path.Join(members.Home(name), "skew"), $"{days * 86400}", TestContext.Current.CancellationToken);
            _ = members.Join(name, clock: new SkewedClock { By = TimeSpan.FromDays(days) });
        }

        await members.UntilAsync("three", one => one.Members.Count == 3);
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "1s");

        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
    }

    [Fact]
    public static async Task FindsItsTurnsEndAlsoWhereTheClockWasSetBack()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var clock = new SkewedClock();
        _ = members.Node("a").Join("a", clock: clock);
        members.Touch("a", "slow");
        await members.UntilAsync("a", one => one.Members.Count == 1);
        clock.By = TimeSpan.FromHours(1);
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        await members.UntilAsync("it has begun", one => one.Rollouts is [{ } rollout] && rollout.Members[0].Turn is Turn.Begun);

        clock.By = TimeSpan.Zero;
        members.Clear("a", "slow");

        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
    }

    // A machine's wall clock; time passes on it as everywhere.
    private sealed class SkewedClock : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }

    private static async Task<SomeMembers> BegunAsync(Etcd etcd, params string[] names)
    {
        var members = new SomeMembers(etcd.Fleet);

        foreach (var name in names)
        {
            _ = members.Node(name).Join(name);
            members.Touch(name, "slow");
        }

        await members.UntilAsync("all are there", one => one.Members.Count == names.Length);
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        await members.UntilAsync(
            "one has begun", one => one.Rollouts is [{ } rollout] && rollout.Members.Any(member => member.Turn is Turn.Begun));
        return members;
    }

    private static void Ease(SomeMembers members, params string[] names) => Array.ForEach(names, name => members.Clear(name, "slow"));

    private static Run Start(SomeMembers members, string name) => new(
        Path.Join(Path.GetDirectoryName(typeof(FleetAgent).Assembly.Location), "cosmovisor-agent"), ["--home", members.Home(name)],
        new Dictionary<string, string>
        {
            ["COSMOVISOR_FLEET"] = $"etcd://{members.Address.Endpoints[0].Authority}/{members.Address.Fleet}",
            ["COSMOVISOR_FLEET_LABELS"] = $"name={name}",
            ["COSMOVISOR_FLEET_ALLOW"] = "example.com/*",
            ["PATH"] = $"{members.Folder}:{Environment.GetEnvironmentVariable("PATH")}",
        });
}
