using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Notices;

/// <summary>
/// A dead man's switch: called every minute while all is well in all homes. What stays away is the alarm, so nothing is queued.
/// </summary>
/// <param name="addresses">Those to call.</param>
/// <param name="homes">Whose troubles count.</param>
/// <param name="client">Calls.</param>
/// <param name="clock">For the minutes.</param>
internal sealed class Heartbeats(
    IReadOnlyList<NoticeAddress> addresses, IReadOnlyList<NoticeStore> homes, NoticeClient client, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>Until it is asked to end.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (addresses.Count > 0)
            {
                if (homes.All(home => home.IsAllWell))
                {
                    _ = await Task.WhenAll(addresses.Select(address => client.SendAsync(address, NoticePayload.Heartbeat(address), ct)));
                }

                await Task.Delay(Between, clock, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }
    }
}
