using System.Net.Sockets;
using Cosmovisor.Agent.Files;
using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Node;

/// <summary>Asks a home's node for its status, when somebody wants to know and not more than every five seconds.</summary>
internal sealed class NodeAsker(HomeFiles home, TimeProvider clock) : IDisposable
{
    private const int LongestConfig = 1024 * 1024;
    private const int LongestAnswer = 256 * 1024;

    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _one = new(1);
    private NodeSeen? _seen;

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
            return _seen = NodeSeen.After(_seen, answer, clock.GetUtcNow());
        }
        finally
        {
            _ = _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

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
            var answer = await client.GetByteArrayAsync(new Uri(address.Root, RpcAnswer.StatusPath));
            return RpcAnswer.Status(answer);
        }
        catch (Exception ex) when (ex is HttpRequestException or TaskCanceledException or IOException or SocketException)
        {
            return Parsed.Invalid<NodeStatus>($"{address} did not answer: {(ex is TaskCanceledException ? $"nothing within {Patience.TotalSeconds} s" : ex.Message)}");
        }
    }

    private Parsed<RpcAddress> Address()
    {
        var path = home.NodeConfig;
        return !RegularFile.Read(path, LongestConfig).IsOk(out var bytes, out var reason) ? Parsed.Invalid<RpcAddress>($"{path} {reason}")
            : bytes is null ? Parsed.Invalid<RpcAddress>($"{path} is not there")
            : NodeToml.Parse(System.Text.Encoding.UTF8.GetString(bytes)).Then(config => config.Rpc);
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
