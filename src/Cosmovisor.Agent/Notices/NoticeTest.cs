using Cosmovisor.Agent.Files;
using Cosmovisor.Agent.Node;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Notices;

/// <summary><c>cosmovisor-agent notify --test</c>: one notice to each address, at once, and what became of it.</summary>
internal sealed class NoticeTest(AgentSettings settings, TimeProvider clock, TextWriter output)
{
    /// <returns>0 where all arrived.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (settings.Notify.Count == 0)
        {
            await output.WriteLineAsync("no addresses: set COSMOVISOR_NOTIFY or COSMOVISOR_NOTIFY_FILE");
            return 1;
        }

        using var client = new NoticeClient(clock);
        var failed = 0;

        foreach (var address in settings.Notify)
        {
            var outcome = await SendAsync(client, address, ct);
            failed += outcome is SendOutcome.Sent ? 0 : 1;
            await output.WriteLineAsync(
                $"{address}: {outcome switch { SendOutcome.TryAgain again => again.Why, SendOutcome.Refused no => no.Why, SendOutcome.NothingThere no => no.Why, _ => "sent" }}");
        }

        return failed == 0 ? 0 : 1;
    }

    private async Task<SendOutcome> SendAsync(NoticeClient client, NoticeAddress address, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var home = HomeNow.Of(new HomeFiles(settings.Homes[0], settings.CustomRoot, settings.CustomCurrentLink), now);
        var payload = new NoticePayload(
            new NoticeSender(Environment.MachineName, home.Files.Path, home.ChainId, home.Moniker), settings.NotifySecret);
        var first = await client.SendAsync(address, payload.Of(address, Test(now, isOpen: true), null, now), ct);

        // What is opened must be resolved, or somebody is woken by a test.
        return first is SendOutcome.Sent && address.Form is NoticeForm.PagerDuty or NoticeForm.Alertmanager
            ? await client.SendAsync(address, payload.Of(address, Test(now, isOpen: false), null, now), ct)
            : first;
    }

    private static Notice Test(DateTimeOffset now, bool isOpen) => new()
    {
        Id = $"test:{now.ToUnixTimeMilliseconds()}",
        At = now,
        Event = "test",
        Level = "info",
        Says = "a test of cosmovisor-agent: notices arrive here",
        Trouble = new TroubleNews($"cosmovisor:test:{now.ToUnixTimeMilliseconds()}", "test", isOpen, now),
    };
}
