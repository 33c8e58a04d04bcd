using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Notices;

/// <summary>The notices of one home: looks for news, and sends to each address in its own time.</summary>
/// <param name="home">Whose.</param>
/// <param name="store">What is to be sent.</param>
/// <param name="settings">The addresses.</param>
/// <param name="client">Sends.</param>
/// <param name="clock">For now.</param>
internal sealed class HomeNotices(HomeFiles home, NoticeStore store, AgentSettings settings, NoticeClient client, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    // All is well, and the kernel reports each change: what is left to see is a lock that was let go.
    private static readonly TimeSpan BetweenLooksAtRest = TimeSpan.FromSeconds(30);

    // Before Alertmanager lets an alert end by itself.
    private static readonly TimeSpan BetweenAlerts = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ChangesTogether = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan MayFinish = TimeSpan.FromSeconds(3);

    private DateTimeOffset? _awaySince;

    /// <summary>Until it is asked to end.</summary>
    public Task RunAsync(HomeWatch watch, CancellationToken ct) =>
        Task.WhenAll([WatchAsync(watch, ct), .. settings.Notify.Where(address => address.Form != NoticeForm.Heartbeat)
            .Select(address => SendAsync(address, ct))]);

    /// <summary>Reads what is new.</summary>
    /// <returns>Whether there was anything.</returns>
    private bool Look()
    {
        var now = HomeNow.Of(home, clock.GetUtcNow());
        _awaySince = now.Supervisor == SupervisorPresence.NotRunning ? _awaySince ?? now.Now : null;
        return store.Look(now, _awaySince is { } since ? now.Now - since : TimeSpan.Zero, Sender(now));
    }

    private async Task WatchAsync(HomeWatch watch, CancellationToken ct)
    {
        watch.Listen();

        while (!ct.IsCancellationRequested)
        {
            var changed = watch.Changed;
            var hadNews = Look();
            var isTold = await Task.WhenAny(changed, Task.Delay(
                _awaySince is null && store.IsAtRest && watch.SeesAll ? BetweenLooksAtRest : BetweenLooks, clock, ct)) == changed;

            if (isTold)
            {
                await Task.WhenAny(Task.Delay(ChangesTogether, ct));
            }
            else if (hadNews)
            {
                watch.Renew();
            }
        }

        watch.Leave();
    }

    // One after the other, alerts that are sent again too: one that is late would open again what was resolved meanwhile.
    private async Task SendAsync(NoticeAddress address, CancellationToken ct)
    {
        var again = address.Form == NoticeForm.Alertmanager ? Task.Delay(BetweenAlerts, clock, ct) : null;

        // What is under way when the agent is asked to end may finish: cut off, it would be sent again by the next one.
        using var late = new CancellationTokenSource();
        await using var ending = ct.Register(() => late.CancelAfter(MayFinish));

        while (!ct.IsCancellationRequested)
        {
            try
            {
                var (notice, thread, pause) = store.Next(address);


                if (again is { IsCompleted: true })
                {
                    again = Task.Delay(BetweenAlerts, clock, ct);
                    await SendAgainAsync(address, late.Token);
                }
                else if (notice is null)
                {
                    await FirstOfAsync(over => store.NewsAsync(address, over), again, ct);
                }
                else if (pause > TimeSpan.Zero)
                {
                    await FirstOfAsync(over => Task.Delay(pause, clock, over), again, ct);
                }
                else
                {
                    var request = Payload().Of(address, notice, thread, clock.GetUtcNow());
                    store.Note(address, notice, await client.SendAsync(address, request, late.Token));
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task SendAgainAsync(NoticeAddress address, CancellationToken ct)
    {
        if (store.Open(address) is { Count: > 0 } open)
        {
            _ = await client.SendAsync(address, Payload().Alerts(address, open, clock.GetUtcNow()), ct);
        }
    }

    // News that come as the wait ends are not lost: the queue itself is asked next.
    private static async Task FirstOfAsync(Func<CancellationToken, Task> one, Task? other, CancellationToken ct)
    {
        if (other is null)
        {
            await one(ct);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await await Task.WhenAny(one(over.Token), other);
        await over.CancelAsync();
    }

    private NoticePayload Payload() => new(Sender(HomeNow.Of(home, clock.GetUtcNow())), settings.NotifySecret);

    private static NoticeSender Sender(HomeNow home) => new(Environment.MachineName, home.Files.Path, home.ChainId, home.Moniker);
}
