using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Cosmovisor.Testing;

/// <summary>
/// A web site on loopback, written on sockets so that it can have every bad habit: the test says what goes over the wire.
/// </summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Func<Visit, Task> _answer;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _serving;
    private int _count;

    public WebSite(Func<Visit, Task> answer, SslServerAuthenticationOptions? tls = null)
    {
        (_answer, _tls) = (answer, tls);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Link(string path = "/gaiad") =>
        $"{(_tls is null ? "http" : "https")}://{(_tls is null ? "127.0.0.1" : "localhost")}:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}";

    public string Host => $"{_listener.LocalEndpoint}";

    /// <summary>The requests as they came, heads only.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        var visits = new List<Task>();

        try
        {
            while (true)
            {
                visits.Add(VisitAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(visits);
        }
    }

    private async Task VisitAsync(TcpClient client)
    {
        using var _ = client;

        try
        {
            await using Stream stream = _tls is null ? client.GetStream() : new SslStream(client.GetStream());

            if (stream is SslStream secured)
            {
                await secured.AuthenticateAsServerAsync(_tls!, _closing.Token);
            }

            var head = await ReadHeadAsync(stream);
            Requests.Enqueue(head);
            await _answer(new Visit(Interlocked.Increment(ref _count), head, stream, _closing.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The other side went away, or we are closing.
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];

        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _closing.Token) == 1)
        {
            _ = head.Append((char)one[0]);
        }

        return head.ToString();
    }

    /// <summary>One request. The connection ends with the answer.</summary>
    /// <param name="Number">1 for the first.</param>
    /// <param name="Head">The request as it came.</param>
    /// <param name="Stream">What is written here goes over the wire.</param>
    /// <param name="Closing">The test is over.</param>
    internal sealed record Visit(int Number, string Head, Stream Stream, CancellationToken Closing)
    {
        public string Path => Head.Split(' ')[1];

        /// <summary>The number in <c>Range: bytes=N-</c>, or 0.</summary>
        public int RangeStart =>
            Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;

        public string? Header(string name) => Head.Split("\r\n")
            .FirstOrDefault(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))?[(name.Length + 2)..];

        public async Task SendAsync(string status, string headers = "", byte[]? body = null, int? length = null)
        {
            var head = $"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length ?? body?.Length ?? 0}\r\n{headers}\r\n";
            await Stream.WriteAsync(Encoding.ASCII.GetBytes(head), Closing);
            await Stream.WriteAsync(body ?? [], Closing);
            await Stream.FlushAsync(Closing);
        }
    }
}
