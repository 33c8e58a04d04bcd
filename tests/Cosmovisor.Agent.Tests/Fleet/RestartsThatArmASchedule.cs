using Cosmovisor.Agent.Fleet.Commands;
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

    [Fact]
    public static async Task RestartANodeThatIsArmedForAnotherHeight()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await JoinedAsync(etcd, "a");
        members.State("a",
            """{"version":1,"daemon":{"name":"simd","state":"running","current":"genesis","started":"2026-01-01T00:00:00.000Z"},"upgrade":null,"lastUpgrade":null}""");
        await File.WriteAllTextAsync(Path.Join(members.Home("a"), "cosmovisor", "outlook.json"),
            """{"version":1,"at":"2026-01-02T00:00:00Z","plans":[{"name":"v2","height":999,"checks":[{"check":"armed","result":"ok","says":"x"}]}]}""",
            TestContext.Current.CancellationToken);

        var (code, output) = await members.DoAsync("schedule", "add", "v2", "--height", "1000", "--link", Link, "--arm", "--soak", "0s");

        Assert.True(code == 0, output);
        await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
        Assert.Contains($"add-upgrade v2 {Binary(members, "a")} --restart-now", members.Calls("a"));
    }

    [Fact]
    public static async Task BeginAlsoWhereAnotherRolloutChangesMeanwhile()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await JoinedAsync(etcd, "a");
        _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "1h");
        _ = await members.DoAsync("rollout", "abort", "v2");
        await members.UntilAsync("over", one => one.Rollouts is [{ IsOver: true }]);
        await using var output = new Interrupted(() => members.DoAsync("rollout", "v9", "--link", Link, "--soak", "1h"));

        Assert.Equal(0, await AddAsync(members, output));

        var view = (await members.Store.ReadAsync(TestContext.Current.CancellationToken)).View;
        Assert.Equal(RolloutKind.Restart, view.Rollouts.Single(one => one.Name == "v2").Kind);
    }

    [Fact]
    public static async Task SayWhatIsLeftToDoWhereTheyDoNotBegin()
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = await JoinedAsync(etcd, "a");
        members.Touch("a", "unready");
        await using var output = new Interrupted(() => members.DoAsync("rollout", "v2", "--link", Link, "--soak", "1h"));

        var refused = await Assert.ThrowsAsync<RefusedException>(() => AddAsync(members, output));

        Assert.StartsWith("\"v2\" is scheduled, but the restarts that arm it have not begun: there is a rollout of \"v2\" already",
            refused.Message, StringComparison.Ordinal);
        Assert.Contains("cosmovisorctl fleet rollout v2 --arm begins them", refused.Message, StringComparison.Ordinal);
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

    private static Task<int> AddAsync(SomeMembers members, TextWriter output) => new ScheduleCommands(members.Store, output).RunAsync(
        ["add", "v2", "--height", "1000", "--link", Link, "--arm", "--soak", "0s"], TestContext.Current.CancellationToken);

    private static Task<SomeMembers> JoinedAsync(Etcd etcd) => JoinedAsync(etcd, Names);

    private static async Task<SomeMembers> JoinedAsync(Etcd etcd, params string[] names)
    {
        var members = new SomeMembers(etcd.Fleet);

        foreach (var name in names)
        {
            _ = members.Node(name);
            _ = await members.AnswerAsync(name);
            _ = members.Join(name);
        }

        await members.UntilAsync("all", one => one.Members.Count == names.Length);
        return members;
    }

    private static string Binary(SomeMembers members, string name) => $"{members.Home(name)}/cosmovisor/upgrades/v2/bin/simd";

    /// <summary>Something comes between, as the first sentence is written.</summary>
    private sealed class Interrupted(Func<Task> by) : StringWriter
    {
        private bool _isDone;

        public override async Task WriteLineAsync(string? value)
        {
            if (!_isDone)
            {
                _isDone = true;
                await by();
            }

            await base.WriteLineAsync(value);
        }
    }
}
