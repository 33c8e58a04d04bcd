using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cosmovisor.Agent.Tests;

/// <summary>What arrived at a receiver.</summary>
internal sealed record Arrival(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>Somebody behind an address, on this machine, who answers as a test wants it.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    public Receiver(int port = 0)
    {
        Port = port == 0 ? FreePort() : port;
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public ConcurrentQueue<Arrival> Arrived { get; } = new();

    /// <summary>Answers in order; 200 with an empty body when there is none left.</summary>
    public ConcurrentQueue<(int Code, string? RetryAfter, string Body)> Answers { get; } = new();

    public string At(string path) => $"http://127.0.0.1:{Port}{path}";

    public Task WaitForAsync(int count) => Wait.UntilAsync($"{count} requests", () => Arrived.Count >= count);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                var headers = context.Request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => context.Request.Headers[name] ?? "", StringComparer.OrdinalIgnoreCase);
                var (code, retryAfter, answer) = Answers.TryDequeue(out var next) ? next : (200, null, "");
                Arrived.Enqueue(new Arrival(context.Request.HttpMethod, context.Request.RawUrl ?? "", headers, body));
                context.Response.StatusCode = code;

                if (retryAfter is not null)
                {
                    context.Response.AddHeader("Retry-After", retryAfter);
                }

                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                context.Response.Close();
            }
            catch (Exception ex) when (ex is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
            {
                if (!_listener.IsListening)
                {
                    return;
                }
            }
        }
    }
}
