using Cosmovisor.Fleet;
using Xunit;

namespace Cosmovisor.Agent.Tests;

/// <summary>A member that loses etcd between the moment in which its turn is granted and the one in which it begins.</summary>
public static class TheFleetCutInATurn
{
    private const string Link = "https://example.com/v2?checksum=sha256:00";

    private static readonly string[] Names = ["a", "b", "c"];

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public static async Task BeginsItOnceAndNoOtherIsDownMeanwhileThatMayNot(bool answersAlone, int mostUnavailable)
    {
        await using var etcd = await new Etcd().StartAsync();
        await using var members = new SomeMembers(etcd.Fleet);
        await using var locks = new Receiver();
        var cables = Names.ToDictionary(name => name, _ => new Cable(etcd.Port));

        try
        {
            var ids = Names.ToDictionary(name => members.Node(name).Join(
                name, at: $"etcd://127.0.0.1:{cables[name].Port}/test", fleetLock: new Uri(locks.At("/"))).Members[0].Id, name => name);
            await members.UntilAsync("three", one => one.Members.Count == 3);

            // A member asks the lock server when its turn is granted, and before it writes that it begins.
            var cut = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            locks.BeforeTheAnswer = asked =>
            {
                if (asked.Path == "/v1/pre-reboot"
                    && ids.First(one => asked.Body.Contains(one.Key, StringComparison.Ordinal)).Value is var name
                    && !cut.Task.IsCompleted)
                {
                    cables[name].Cut(answersAlone);
                    _ = cut.TrySetResult(name);
                }

                return Task.CompletedTask;
            };
            _ = await members.DoAsync("rollout", "v2", "--link", Link, "--soak", "0s", "--max-unavailable", $"{mostUnavailable}");
            var lonely = await cut.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

            // Written down as begun, where etcd heard it, and given to others where it did not. It has not begun in either case.
            var turn = answersAlone ? Turn.Begun : Turn.Waiting;
            await members.UntilAsync("it is late, and its turn is as etcd has heard of it", one =>
                one.Members.Values.Any(member => member.Name == lonely && member.IsLate)
                && one.Rollouts is [{ } rollout]
                && rollout.Members.Single(member => member.Name == lonely).Turn == turn
                && (answersAlone || rollout.Finished == 2));
            Assert.DoesNotContain(members.Calls(lonely), call => call.StartsWith("upgrade", StringComparison.Ordinal));
            Assert.Equal(answersAlone ? 0 : 1, members.MostDown());

            cables[lonely].Heal();

            await members.UntilAsync("done", one => one.Rollouts is [{ State: RolloutState.Done }]);
            Assert.InRange(members.MostDown(), 1, mostUnavailable);
            Assert.All(Names, name => Assert.Single(members.Calls(name), call => call.StartsWith("upgrade", StringComparison.Ordinal)));
        }
        finally
        {
            foreach (var cable in cables.Values)
            {
                await cable.DisposeAsync();
            }
        }
    }
}
