using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>A cluster of three whose cables are pulled, in every phase of a rollout.</summary>
public static class TheFleetCutApart
{
    private const string Link = "https://example.com/v2?checksum=sha256:00";

    private static readonly string[] Names = ["a", "b", "c"];

    public static TheoryData<string, string> Partitions
    {
        get
        {
            var all = new TheoryData<string, string>();

            foreach (var phase in new[]
            {
                "before the first turn",
                "while one is at work",
                "between two turns",
                "with the last one at work"
            })
            {
                all.Add(phase, "the leader");
                all.Add(phase, "two of three");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Partitions))]
    public static async Task ComesToItsEndWithNobodyDownTwice(string phase, string cut)
    {
        await using var cluster = await EtcdCluster.StartAsync();
        await using var members = new SomeMembers(cluster.Fleet);
        await JoinAsync(members);
        await ReachAsync(members, phase);
        var leader = await cluster.LeaderAsync();
        int[] gone = cut == "the leader" ? [leader] : [leader, (leader % 3) + 1];

        foreach (var member in gone)
        {
            await cluster.CutAsync(member);
        }

        if (gone.Length > 1)
        {
            await Wait.UntilAsync(
                "the agents say that etcd is away",
                () => members.Said.Any(one => one.Contains("The node goes on as without a fleet", StringComparison.Ordinal)));

            // Whoever is at work comes to its end; nobody else begins while there is no majority.
            var downs = Downs(members);
            Ease(members);
            await Wait.UntilAsync("who was at work is done", () => Downs(members).Count(line => line.StartsWith(
                "up", StringComparison.Ordinal)) == downs.Count(line => line.StartsWith("down", StringComparison.Ordinal)));
            Assert.Equal(
                downs.Count(line => line.StartsWith("down", StringComparison.Ordinal)),
                Downs(members).Count(line => line.StartsWith("down", StringComparison.Ordinal)));
        }

        Ease(members);

        foreach (var member in gone.Where(_ => gone.Length > 1))
        {
            await cluster.HealAsync(member);
        }

        // Without its leader the cluster chooses another one, and the rollout goes on while the cable is still out.
        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
        Assert.All(Names, name => Assert.Single(members.Calls(name), call => call.StartsWith("upgrade", StringComparison.Ordinal)));
    }

    [Fact]
    public static async Task TakesNoTurnOnAMemberThatIsCutOffAndCountsIt()
    {
        await using var cluster = await EtcdCluster.StartAsync();
        await using var members = new SomeMembers(cluster.Fleet);
        var lonely = (await cluster.LeaderAsync() % 3) + 1;
        _ = members.Node("a").Node("b").Node("c").Join("a");
        _ = members.Join("b");
        _ = members.Join("c", at: cluster.FleetAt(lonely));
        await members.UntilAsync("three", one => one.Members.Count == 3);
        await cluster.CutAsync(lonely);
        await members.UntilAsync("c is late", one => one.Members.Values.Any(member => member is { Name: "c", IsLate: true }));

        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        await Wait.UntilAsync("they wait for c", () => members.Said.Any(one => one.Contains("(c: late)", StringComparison.Ordinal)));
        Assert.Equal(0, members.MostDown());

        await cluster.HealAsync(lonely);
        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
    }

    private static async Task JoinAsync(SomeMembers members)
    {
        foreach (var name in Names)
        {
            _ = members.Node(name).Join(name);
            members.Touch(name, "slow");
        }

        await members.UntilAsync("three", one => one.Members.Count == 3);
    }

    private static async Task ReachAsync(SomeMembers members, string phase)
    {
        if (phase == "before the first turn")
        {
            Array.ForEach(Names, name => members.Touch(name, "unready"));
        }

        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", phase == "between two turns" ? "6s" : "0s");

        switch (phase)
        {
            case "before the first turn":
                await members.UntilAsync("it is there", one => one.Rollouts.Count == 1);
                Array.ForEach(Names, name => members.Clear(name, "unready"));
                break;
            case "while one is at work":
                await members.UntilAsync("one is at work", one => one.Rollouts is [{ InFlight: 1, Finished: 0 }]);
                break;
            case "between two turns":
                Ease(members);
                await members.UntilAsync("one is done", one => one.Rollouts is [{ Finished: 1, InFlight: 0 }]);
                Array.ForEach(Names, name => members.Touch(name, "slow"));
                break;
            default:
                for (var done = 0; done < Names.Length - 1; done++)
                {
                    var view = await members.UntilAsync("one is at work", one => one.Rollouts is [{ InFlight: 1 } rollout]
                        && rollout.Finished == done
                        && rollout.Members.Any(member => member.Turn is Turn.Begun));
                    members.Clear(view.Rollouts[0].Members.Single(member => member.IsInFlight).Name, "slow");
                }

                await members.UntilAsync("the last one is at work", one => one.Rollouts is [{ Finished: 2, InFlight: 1 }]);
                break;
        }
    }

    private static string[] Downs(SomeMembers members) =>
        File.Exists(Path.Join(members.Folder, "downs")) ? File.ReadAllLines(Path.Join(members.Folder, "downs")) : [];

    private static void Ease(SomeMembers members) => Array.ForEach(Names, name => members.Clear(name, "slow"));
}
