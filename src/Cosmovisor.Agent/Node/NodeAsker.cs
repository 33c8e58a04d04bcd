using Cosmovisor.Agent.Files;
using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Node;

/// <summary>Asks a home's node for its status, when somebody wants to know and not more than every five seconds.</summary>
/// <param name="home">Whose config.toml says where the node is asked.</param>
/// <param name="clock">For the age of an answer.</param>
/// <param name="elsewhere">Where it is asked instead; null for what its config.toml says.</param>
internal sealed class NodeAsker(HomeFiles home, TimeProvider clock, RpcAddress? elsewhere = null) : IDisposable
{
    private const int MostRecent = 180;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly NodeClient _client = new(home, elsewhere);
    private readonly SemaphoreSlim _one = new(1);
    private readonly Queue<BlockSeen> _recent = new();
    private NodeSeen? _seen;

    /// <summary>The heights that were seen, oldest first; as many as fill a small picture.</summary>
    public IReadOnlyList<BlockSeen> Recent
    {
        get
        {
            lock (_recent)
            {
                return [.. _recent];
            }
        }
    }

    public async Task<NodeSeen> AskAsync(CancellationToken ct)
    {
        // Whoever comes while it is being asked waits for that answer.
        await _one.WaitAsync(ct);

        try
        {
            if (_seen is { } seen && clock.GetUtcNow() - seen.At is var age && age >= TimeSpan.Zero && age < GoodFor)
            {
                return seen;
            }

            // Not with the token: others may wait for the same answer.
            var answer = (await _client.AskAsync(RpcAnswer.StatusPath, CancellationToken.None)).Then(bytes => RpcAnswer.Status(bytes));
            _seen = NodeSeen.After(_seen, answer, clock.GetUtcNow());
            Remember(_seen);
            return _seen;
        }
        finally
        {
            _ = _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private void Remember(NodeSeen seen)
    {
        if (seen.Status is not { Height: > 0 } status)
        {
            return;
        }

        lock (_recent)
        {
            _recent.Enqueue(new BlockSeen(seen.At, status.Height));

            while (_recent.Count > MostRecent)
            {
                _ = _recent.Dequeue();
            }
        }
    }
}
