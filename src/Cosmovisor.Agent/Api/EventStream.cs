using System.Text;
using System.Text.Json;
using Cosmovisor.Agent.Files;
using Microsoft.AspNetCore.Http;

namespace Cosmovisor.Agent.Api;

/// <summary>
/// The events as they happen, as server-sent events. An id is a place in each home's file, so that who comes back misses none.
/// </summary>
internal sealed class EventStream(IReadOnlyList<HomeFiles> homes, HomeWatch watch, CancellationToken stopping)
{
    /// <summary>More than any number of people has open at once.</summary>
    public const int MostAtOnce = 32;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenHeartbeats = TimeSpan.FromSeconds(15);

    private int _open;

    public async Task SendAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _open) > MostAtOnce)
        {
            _ = Interlocked.Decrement(ref _open);
            await Refusal.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, $"{MostAtOnce} streams are open, the most that are allowed");
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        watch.Listen();

        try
        {
            context.Response.ContentType = "text/event-stream";
            await SendAsync(context.Response, PositionsOf(context.Request), ends.Token);
        }
        catch (OperationCanceledException)
        {
            // The client left, or we are to end.
        }
        finally
        {
            watch.Leave();
            _ = Interlocked.Decrement(ref _open);
        }
    }

    private async Task SendAsync(HttpResponse response, EventPosition[] positions, CancellationToken ct)
    {
        var lastWord = TimeProvider.System.GetTimestamp();
        var stamps = homes.Select(home => home.Stamp).ToArray();
        await response.WriteAsync("retry: 2000\n\n", ct);

        for (var wasTold = true; ;)
        {
            var changed = watch.Changed;

            if (await SendNewsAsync(response, positions, ct))
            {
                lastWord = TimeProvider.System.GetTimestamp();

                if (!wasTold)
                {
                    watch.Renew();
                }

                continue;
            }

            if (await SendChangesAsync(response, stamps, ct))
            {
                lastWord = TimeProvider.System.GetTimestamp();
            }

            if (TimeProvider.System.GetElapsedTime(lastWord) >= BetweenHeartbeats)
            {
                lastWord = TimeProvider.System.GetTimestamp();
                await response.WriteAsync(": alive\n\n", ct);
            }

            await response.Body.FlushAsync(ct);
            wasTold = await Task.WhenAny(changed, Task.Delay(BetweenLooks, ct)) == changed;
            ct.ThrowIfCancellationRequested();
        }
    }

    // Without an id and under a name of its own: it is not an event, and who listens to those alone does not hear it.
    private async Task<bool> SendChangesAsync(HttpResponse response, long[] stamps, CancellationToken ct)
    {
        var any = false;

        for (var i = 0; i < homes.Count; i++)
        {
            var stamp = homes[i].Stamp;

            if (stamp != stamps[i])
            {
                (stamps[i], any) = (stamp, true);
                await response.WriteAsync($"event: changed\ndata: {{\"home\":\"{JsonEncodedText.Encode(homes[i].Path)}\"}}\n\n", ct);
            }
        }

        return any;
    }

    private async Task<bool> SendNewsAsync(HttpResponse response, EventPosition[] positions, CancellationToken ct)
    {
        var moved = false;

        for (var i = 0; i < homes.Count; i++)
        {
            var before = positions[i];
            var position = before;
            var news = homes[i].Events.After(ref position);

            foreach (var (end, json) in news)
            {
                positions[i] = end;
                await response.WriteAsync(
                    $"id: {string.Join(',', positions)}\ndata: {Encoding.UTF8.GetString(Lines.One(homes[i].Path, json).Span)}\n\n", ct);
            }

            positions[i] = position;
            moved |= position != before;
        }

        return moved;
    }

    // Without an id: from now on. A browser sends the id itself; a script may put it behind the address.
    private EventPosition[] PositionsOf(HttpRequest request)
    {
        var id = request.Headers["Last-Event-ID"] is { Count: > 0 } header ? header.ToString() : request.Query["after"].ToString();

        if (id.Length == 0)
        {
            return [.. homes.Select(home => home.Events.End)];
        }

        var parts = id.Split(',');
        return [.. homes.Select((_, i) => parts.Length == homes.Count ? EventPosition.Parse(parts[i]) : EventPosition.Oldest)];
    }
}
