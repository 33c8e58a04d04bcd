using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Cosmovisor.Linux;

/// <summary>The one file that opens HTTP connections: to servers far away, and to the node beside us.</summary>
internal static class HttpConnections
{
    private const int LargestAnswer = 8 * 1024 * 1024; // of a node, which puts a plan's info of any length into one

    /// <summary>For downloads. Proxies (HTTPS_PROXY, NO_PROXY …) and the system's authorities are .NET's own defaults.</summary>
    public static HttpClient ToServers(TimeSpan connectLimit)
    {
        var client = Named(new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = connectLimit,
            AllowAutoRedirect = false, // a redirect is a server's text: Staging/Redirect reads it
            // Some servers label a .tar.gz itself as gzip transfer coding. Checksums are of the bytes as they are.
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        });
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        return client;
    }

    /// <summary>For questions to a node on this machine: nothing is between us and it.</summary>
    /// <param name="socket">The file of the socket it listens on; null for TCP.</param>
    /// <param name="limit">For a whole answer.</param>
    /// <param name="largest">Bytes that an answer may have.</param>
    public static HttpClient ToTheNode(
        string? socket, TimeSpan limit, int largest = LargestAnswer) => Named(new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = socket is null ? null : async (_, ct) => await ConnectAsync(socket, ct),
        })
        {
            Timeout = limit,
            MaxResponseContentBufferSize = largest,
        });

    private static HttpClient Named(HttpClient client)
    {
        client.DefaultRequestVersion = HttpVersion.Version11;
        client.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("cosmovisor", typeof(HttpConnections).Assembly.GetName().Version?.ToString(3) ?? "0"));
        return client;
    }

    private static async Task<Stream> ConnectAsync(string path, CancellationToken ct)
    {
        Socket? socket = null;

        try
        {
            socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
            var stream = new NetworkStream(socket, ownsSocket: true);
            socket = null;
            return stream;
        }
        finally
        {
            socket?.Dispose();
        }
    }
}
