using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

public static class TheFleetOnARealEtcd
{
    private const string Link = "https://example.com/v2?checksum=sha256:00";

    [Fact]
    public static async Task SeesMembersComeAndGo()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var a = members.Node("a").Node("b").Join("a", "group=sentry");
        var b = members.Join("b");

        var view = await members.UntilAsync(
            "two members", one => one.Members.Count == 2 && one.Members.Values.All(member => member.Record?.State == "running"));
        var id = view.Members.Values.Single(member => member.Name == "b").Id;
        await members.LeaveAsync(b);
        await members.UntilAsync("b is late", one => one.Members[id].IsLate);

        var seen = await a.Look.AskAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], seen.Report?.Members.Select(member => member.Name).Order());
        Assert.Equal(["b"], seen.Report?.Members.Where(member => member.Late).Select(member => member.Name));
        var (code, screen) = await members.DoAsync("status");
        Assert.Equal(1, code);
        Assert.Contains("late", screen, StringComparison.Ordinal);

        _ = members.Join("b");
        view = await members.UntilAsync("b is back", one => !one.Members[id].IsLate);
        Assert.Equal(2, view.Members.Count);
        Assert.Equal(0, (await members.DoAsync("status")).Code);
    }

    [Fact]
    public static async Task TellsACopiedHome()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("a").Node("b").Join("a");
        await members.UntilAsync("a", one => one.Members.Count == 1);
        _ = Directory.CreateDirectory(Path.Join(members.Home("b"), "cosmovisor", "agent"));
        File.Copy(Path.Join(members.Home("a"), "cosmovisor", "agent", "fleet.json"),
            Path.Join(members.Home("b"), "cosmovisor", "agent", "fleet.json"));

        _ = members.Join("b");

        await members.UntilAsync("two agents with one id", one => one.Members.Values.Any(member => member.IsCloned));
        Assert.Contains("a home was copied", (await members.DoAsync("status")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task TakesAScheduleOverAndTakesItOffAgain()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("a").Node("b").Node("c").Join("a", "group=sentry");
        _ = members.Join("b", "group=sentry", allow: "");
        _ = members.Join("c", "group=archive");
        await members.UntilAsync("three", one => one.Members.Count == 3);

        Assert.Equal(
            0, (await members.DoAsync("schedule", "add", "v2", "--height", "1000", "--link", Link, "--only", "group=sentry")).Code);
        await members.UntilAsync("a ready, b refused", one => one.Members.Values.Count(
            member => member.Record?.Readiness is [{ Ready: Readiness.Yes }]) == 1
            && one.Members.Values.Count(member => member.Record?.Readiness is [{ Ready: Readiness.Refused }]) == 1);

        var (_, list) = await members.DoAsync("schedule", "list");
        Assert.Contains("1 of 2", list, StringComparison.Ordinal);
        Assert.Contains("b: refused", list, StringComparison.Ordinal);
        Assert.Equal(
            [$"prepare v2 --link {Link}", $"add-upgrade v2 {members.Home("a")}/cosmovisor/upgrades/v2/bin/simd --upgrade-height 1000"],
            members.Calls("a"));
        Assert.Empty(members.Calls("b"));
        Assert.Empty(members.Calls("c"));

        Assert.Equal(0, (await members.DoAsync("schedule", "remove", "v2")).Code);
        await Wait.UntilAsync("it is taken off at a", () => members.Calls("a")[^1] == "schedule remove v2");
    }

    [Fact]
    public static async Task TakesOverAnEntryThatWasPutThereAnewWhileItsAgentWasAway()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        var a = members.Node("a").Join("a");
        await members.UntilAsync("a", one => one.Members.Count == 1);
        _ = await members.DoAsync("schedule", "add", "v2", "--height", "1000", "--link", Link);
        await members.UntilAsync("ready", one => one.Members.Values.Any(member => member.Record?.Readiness is [{ Ready: Readiness.Yes }]));
        await members.LeaveAsync(a);

        _ = await members.DoAsync("schedule", "remove", "v2");
        _ = await members.DoAsync("schedule", "add", "v2", "--height", "2000", "--link", Link);
        _ = members.Join("a");

        await members.UntilAsync("ready again",
            one => one.Members.Values.Any(member => member.Record?.Readiness is [{ Ready: Readiness.Yes }]));
        Assert.Equal(
            ["schedule remove v2", $"prepare v2 --link {Link}",
                $"add-upgrade v2 {members.Home("a")}/cosmovisor/upgrades/v2/bin/simd --upgrade-height 2000"],
            members.Calls("a")[2..]);
    }

    [Fact]
    public static async Task RollsAVersionOutOneMemberAfterAnotherInTheOrderOfGroups()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        string[] names = ["a", "b", "c", "d", "e"];

        foreach (var name in names)
        {
            _ = members.Node(name).Join(name, name == "d" ? "group=canary" : "group=sentry");
        }

        await members.UntilAsync("five", one => one.Members.Count == 5);
        Assert.Equal(0, (await members.DoAsync("rollout", "v2", "--link", Link, "--order", "canary,sentry", "--soak", "0s")).Code);

        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
        Assert.Equal(
            "down d", (await File.ReadAllLinesAsync(Path.Join(members.Folder, "downs"), TestContext.Current.CancellationToken))[0]);
        Assert.All(names,
            name => Assert.Single(members.Calls(name), call => call.StartsWith("upgrade v2 --now", StringComparison.Ordinal)));
    }

    [Fact]
    public static async Task StopsAtTheFirstFailureAndGoesOnWhenItIsResumed()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("a").Node("b").Join("a");
        _ = members.Join("b");
        members.Touch("a", "bad");
        members.Touch("b", "bad");
        await members.UntilAsync("two", one => one.Members.Count == 2);

        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        var view = await members.UntilAsync("stopped", one => one.Rollouts is [{ State: RolloutState.Stopped }]);
        Assert.Single(view.Rollouts[0].Members, member => member.Turn is Turn.Waiting);
        Assert.Contains("failed: its upgrade ended as failed", view.Rollouts[0].Why, StringComparison.Ordinal);

        members.Clear("a", "bad");
        members.Clear("b", "bad");
        File.Delete(Path.Join(members.Folder, "downs"));
        Assert.Equal(0, (await members.DoAsync("rollout", "resume", "v2")).Code);
        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
    }

    [Fact]
    public static async Task WaitsForMembersThatAreNotReady()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        _ = members.Node("a").Node("b").Join("a");
        _ = members.Join("b");
        members.Touch("b", "unready");
        await members.UntilAsync("two", one => one.Members.Count == 2);

        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        await Wait.UntilAsync(
            "a waits for b", () => members.Said.Any(one => one.Contains("b: not ready: no room for v2", StringComparison.Ordinal)));
        Assert.Equal(0, members.MostDown());

        members.Clear("b", "unready");
        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
    }

    [Fact]
    public static async Task PausesAndFinishesWhatHasBegun()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);

        foreach (var name in new[] { "a", "b", "c" })
        {
            _ = members.Node(name).Join(name);
            members.Touch(name, "slow");
        }

        await members.UntilAsync("three", one => one.Members.Count == 3);
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s");
        await members.UntilAsync(
            "one has begun", one => one.Rollouts is [{ } rollout] && rollout.Members.Any(member => member.Turn is Turn.Begun));

        Assert.Contains("had begun, and finishes", (await members.DoAsync("rollout", "pause", "v2")).Output, StringComparison.Ordinal);
        Array.ForEach(["a", "b", "c"], name => members.Clear(name, "slow"));
        var view = await members.UntilAsync("it has finished", one => one.Rollouts[0].Finished == 1);
        Assert.Equal(RolloutState.Paused, view.Rollouts[0].State);

        _ = await members.DoAsync("rollout", "abort", "v2");
        await members.UntilAsync("over", one => one.Rollouts[0].IsOver);
        Assert.Single(
            await File.ReadAllLinesAsync(Path.Join(members.Folder, "downs"), TestContext.Current.CancellationToken),
            line => line.StartsWith("down", StringComparison.Ordinal));
    }

    [Fact]
    public static async Task KeepsTheStricterLimitOfTwoRolloutsAtOnce()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);

        for (var i = 0; i < 6; i++)
        {
            _ = members.Node($"m{i}").Join($"m{i}", i < 3 ? "half=one" : "half=two");
        }

        await members.UntilAsync("six", one => one.Members.Count == 6);
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s", "--only", "half=one");
        _ = await members.DoAsync("rollout", "v3", "--link", Link, "--soak", "0s", "--only", "half=two");

        await members.UntilAsync(
            "both done", one => one.Rollouts.Count == 2 && one.Rollouts.All(rollout => rollout.State is RolloutState.Done));
        Assert.Equal(1, members.MostDown());
    }
}
