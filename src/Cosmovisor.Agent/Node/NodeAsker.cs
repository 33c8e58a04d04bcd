using System.Net.Sockets;
using System.Text;
using Cosmovisor.Agent.Files;
using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Node;

/// <summary>Asks a home's node for its status, when somebody wants to know and not more than every five seconds.</summary>
/// <param name="home">Whose config.toml says where the node is asked.</param>
/// <param name="clock">For the age of an answer.</param>
/// <param name="elsewhere">Where it is asked instead; null for what its config.toml says.</param>
internal sealed class NodeAsker(HomeFiles home, TimeProvider clock, RpcAddress? elsewhere = null) : IDisposable
{
    private const int LongestConfig = 1024 * 1024;
    private const int MostRecent = 180;
    private const int LongestAnswer = 256 * 1024;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

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

            var answer = await StatusAsync();
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

    private async Task<Parsed<NodeStatus>> StatusAsync()
    {
        if (!Address().IsOk(out var address, out var reason))
        {
            return Parsed.Invalid<NodeStatus>(reason);
        }

        // A connection each: the node is asked rarely, and keeps nothing open for us.
        using var client = Client(address);

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address.Question(RpcAnswer.StatusPath));

            if (address.Root.UserInfo is { Length: > 0 } user)
            {
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));
            }

            using var answer = await client.SendAsync(request);
            return answer.IsSuccessStatusCode ? RpcAnswer.Status(await answer.Content.ReadAsByteArrayAsync())
                : Parsed.Invalid<NodeStatus>($"{address} answered {(int)answer.StatusCode}");
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException or IOException or SocketException)
        {
            return Parsed.Invalid<NodeStatus>($"{address} did not answer: {(ex is TaskCanceledException ? $"nothing within {Patience.TotalSeconds} s" : ex.Message)}");
        }
    }

    private Parsed<RpcAddress> Address()
    {
        if (elsewhere is not null)
        {
            return Parsed.Ok(elsewhere);
        }

        var path = home.NodeConfig;
        return !RegularFile.Read(path, LongestConfig).IsOk(out var bytes, out var reason) ? Parsed.Invalid<RpcAddress>($"{path} {reason}")
            : bytes is null ? Parsed.Invalid<RpcAddress>($"{path} is not there")
            : NodeToml.Parse(Encoding.UTF8.GetString(bytes)).Then(config => config.Rpc);
    }

    private static HttpClient Client(RpcAddress address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false };

        if (address.Socket is { } file)
        {
            handler.ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(file), ct);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
    }
}
