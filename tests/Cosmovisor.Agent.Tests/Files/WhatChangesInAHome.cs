using Cosmovisor.Agent.Files;
using Xunit;

namespace Cosmovisor.Agent.Tests;

public static class WhatChangesInAHome
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public static async Task IsSeenAlsoWhereTheHomeIsDeletedAndMadeAnew()
    {
        await using var home = new AgentHome();
        using var watch = new HomeWatch([new HomeFiles(home.Path)]);
        watch.Listen();

        await SeenAsync(watch, () => home.Write("state.json", "{}"));
        await SeenAsync(watch, () => Directory.Delete(home.Path, recursive: true));
        await Wait.UntilAsync("it is known to be gone", () => !watch.SeesAll);
        await SeenAsync(watch, () => Directory.CreateDirectory(home.In("")));
        await Wait.UntilAsync("it is watched again", () => watch.SeesAll);
        await SeenAsync(watch, () => home.Write("state.json", "{}"));

        watch.Leave();
    }

    [Fact]
    public static async Task IsSeenWhereTheFolderIsPutAsideAndAnotherTakesItsPlace()
    {
        await using var home = new AgentHome();
        using var watch = new HomeWatch([new HomeFiles(home.Path)]);
        watch.Listen();

        await SeenAsync(watch, () =>
        {
            Directory.Move(home.In(""), Path.Join(home.Path, "old"));
            _ = Directory.CreateDirectory(home.In(""));
        });
        await Wait.UntilAsync("the new one is watched", async () =>
        {
            var changed = watch.Changed;
            home.Write("state.json", "{}");
            return await Task.WhenAny(changed, Task.Delay(200)) == changed;
        });

        watch.Leave();
    }

    private static async Task SeenAsync(HomeWatch watch, Action change)
    {
        var changed = watch.Changed;
        change();
        await changed.WaitAsync(Soon, TestContext.Current.CancellationToken);
    }
}
