using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>Entries that are not the chain's plan: armed by restarts, some members at a time.</summary>
public static class RestartsThatArmASchedule
{
    private const string Link = "https://example.com/v2?checksum=sha256:00";

    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public static async Task GoFromMemberToMemberOnceTheyArePrepared()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await JoinedAsync(etcd);

        var (code, output) = await members.DoAsync("schedule", "add", "v2", "--height", "1000", "--link", Link, "--arm", "--soak", "0s");

        Assert.True(code == 0, output);
        var view = await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(RolloutKind.Restart, view.Rollouts[0].Kind);
        Assert.Equal(1, members.MostDown());
        Assert.All(Names, name => Assert.Equal(
            [
                $"prepare v2 --link {Link}",
                $"add-upgrade v2 {Binary(members, name)} --upgrade-height 1000",
                $"add-upgrade v2 {Binary(members, name)} --restart-now",
                "doctor v2 --json"
            ], members.Calls(name)));
    }

    [Fact]
    public static async Task StopWhereAMemberCannotBeArmedAndGoOnWhenTheyAreResumed()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await JoinedAsync(etcd);
        Array.ForEach(Names, name => members.Touch(name, "unarmable"));
        _ = await members.DoAsync("schedule", "add", "v2", "--height", "1000", "--link", Link);

        Assert.Equal(0, (await members.DoAsync("rollout", "v2", "--arm", "--soak", "0s")).Code);
        var view = await members.UntilAsync("stopped", one => one.Rollouts is [{ State: RolloutState.Stopped }]);
        Assert.Contains("it was restarted, and cannot be armed", view.Rollouts[0].Why, StringComparison.Ordinal);
        Assert.Equal(1, members.MostDown());

        Array.ForEach(Names, name => members.Clear(name, "unarmable"));
        File.Delete(Path.Join(members.Folder, "downs"));
        _ = await members.DoAsync("rollout", "resume", "v2");
        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Equal(1, members.MostDown());
    }

    [Fact]
    public static async Task StopWhereTheEntryIsTakenOff()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await JoinedAsync(etcd);
        members.Touch("c", "unready");
        _ = await members.DoAsync("schedule", "add", "v2", "--height", "1000", "--link", Link, "--arm", "--soak", "0s");
        await Wait.UntilAsync(
            "they wait for c", () => members.Said.Any(one => one.Contains("c: not ready: no room for v2", StringComparison.Ordinal)));

        _ = await members.DoAsync("schedule", "remove", "v2");

        var view = await members.UntilAsync("stopped", one => one.Rollouts is [{ State: RolloutState.Stopped }]);
        Assert.Equal("\"v2\" was taken off the schedule", view.Rollouts[0].Why);
        Assert.Equal(0, members.MostDown());
    }

    [Theory]
    [InlineData("rollout v2 --arm", "is not on the schedule")]
    [InlineData("rollout v2 --arm --link https://example.com/x", "takes no --link")]
    [InlineData("rollout v2", "--link URL is needed")]
    [InlineData("schedule add v2 --height 9 --link https://example.com/x --soak 1m", "--soak is for --arm")]
    [InlineData("schedule add v2 --height 9 --link https://example.com/x --arm --max-unavailable 0", "--max-unavailable is a whole number")]
    [InlineData("schedule add v2 --height 9 --link https://example.com/x --arm --order x", "--order leaves out members without a group")]
    public static async Task AreRefusedWithNothingWritten(string words, string why)
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await JoinedAsync(etcd);

        var (code, output) = await members.DoAsync(words.Split(' '));

        Assert.NotEqual(0, code);
        Assert.Contains(why, output, StringComparison.Ordinal);
        var view = (await members.Store.ReadAsync(TestContext.Current.CancellationToken)).View;
        Assert.Empty(view.Schedule);
        Assert.Empty(view.Rollouts);
    }

    private static async Task<SomeMembers> JoinedAsync(Etcd etcd)
    {
        var members = new SomeMembers(etcd.Fleet);

        foreach (var name in Names)
        {
            _ = members.Node(name);
            _ = await members.AnswerAsync(name);
            _ = members.Join(name);
        }

        await members.UntilAsync("three", one => one.Members.Count == 3);
        return members;
    }

    private static string Binary(SomeMembers members, string name) => $"{members.Home(name)}/cosmovisor/upgrades/v2/bin/simd";
}
