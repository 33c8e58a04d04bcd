using Cosmovisor.Agent.Fleet.Etcd;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>The whole fleet as it was seen a moment ago.</summary>
/// <param name="Fleet">Its name.</param>
/// <param name="Report">Null where etcd did not answer.</param>
/// <param name="Problem">Why; null where it did.</param>
internal sealed record FleetSeen(string Fleet, FleetReport? Report, string? Problem);

/// <summary>
/// The fleet for those who look at it by this agent: page, API, scrape. Etcd is asked only then, and at most every five seconds.
/// </summary>
/// <param name="fleet">Its name.</param>
/// <param name="read">Asks etcd.</param>
/// <param name="clock">For the age of what is known.</param>
internal sealed class FleetLook(string fleet, Func<CancellationToken, Task<FleetView>> read, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    // A scrape has ten seconds in all, and what it is there for is the node.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private (DateTimeOffset At, FleetSeen Seen)? _last;

    public void Dispose() => _one.Dispose();

    public async Task<FleetSeen> AskAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);

        try
        {
            if (_last is { } last && clock.GetUtcNow() - last.At is var age && age >= TimeSpan.Zero && age < GoodFor)
            {
                return last.Seen;
            }

            var seen = await LookAsync();
            _last = (clock.GetUtcNow(), seen);
            return seen;
        }
        finally
        {
            _ = _one.Release();
        }
    }

    private async Task<FleetSeen> LookAsync()
    {
        using var patience = new CancellationTokenSource(Patience);

        try
        {
            return new FleetSeen(fleet, FleetReport.Of(await read(patience.Token), clock.GetUtcNow()), null);
        }
        catch (EtcdException ex)
        {
            return new FleetSeen(fleet, null, ex.Message);
        }
        catch (OperationCanceledException)
        {
            return new FleetSeen(fleet, null, $"etcd did not answer within {Patience.TotalSeconds:0} s");
        }
    }
}
