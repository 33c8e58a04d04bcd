using System.Net.Sockets;
using System.Text;
using Cosmovisor.Agent.Files;
using Cosmovisor.Chain;

namespace Cosmovisor.Agent.Node;

/// <summary>Puts questions to a home's node over its RPC.</summary>
/// <param name="home">Whose config.toml says where the node is asked.</param>
/// <param name="elsewhere">Where it is asked instead; null for what its config.toml says.</param>
internal sealed class NodeClient(HomeFiles home, RpcAddress? elsewhere = null)
{
    private const int LongestConfig = 1024 * 1024;
    private const int LongestAnswer = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <param name="path">The question, as in <see cref="RpcAnswer"/>.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The answer's bytes, foreign text; or why there is none.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was.</exception>
    public async Task<Parsed<byte[]>> AskAsync(string path, CancellationToken ct)
    {
        if (!Address().IsOk(out var address, out var reason))
        {
            return Parsed.Invalid<byte[]>(reason);
        }

        // A connection each: the node is asked rarely, and keeps nothing open for us.
        using var client = Client(address);

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address.Question(path));

            if (address.Root.UserInfo is { Length: > 0 } user)
            {
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));
            }

            using var answer = await client.SendAsync(request, ct);
            return answer.IsSuccessStatusCode ? Parsed.Ok(await answer.Content.ReadAsByteArrayAsync(ct))
                : Parsed.Invalid<byte[]>($"{address} answered {(int)answer.StatusCode}");
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or SocketException
            || (ex is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return Parsed.Invalid<byte[]>(
                $"{address} did not answer: {(ex is TaskCanceledException ? $"nothing within {Patience.TotalSeconds} s" : ex.Message)}");
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

        return new HttpClient(handler, disposeHandler: true) { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };
    }
}
