using System.Collections.Concurrent;
using System.Net;
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
        Port = port == 0 ? LoopbackPort.Free() : port;
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public ConcurrentQueue<Arrival> Arrived { get; } = new();

    /// <summary>Answers in order; 200 with an empty body when there is none left.</summary>
    public ConcurrentQueue<(int Code, string? RetryAfter, string Body)> Answers { get; } = new();

    /// <summary>Done between a request and its answer. Another request does not wait for it.</summary>
    public Func<Arrival, Task> BeforeTheAnswer { get; set; } = _ => Task.CompletedTask;

    public string At(string path) => $"http://127.0.0.1:{Port}{path}";

    public Task WaitForAsync(int count) => Wait.UntilAsync($"{count} requests", () => Arrived.Count >= count);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
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

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var headers = context.Request.Headers.AllKeys.OfType<string>()
                .ToDictionary(name => name, name => context.Request.Headers[name] ?? "", StringComparer.OrdinalIgnoreCase);
            var (code, retryAfter, answer) = Answers.TryDequeue(out var next) ? next : (200, null, "");
            var arrival = new Arrival(context.Request.HttpMethod, context.Request.RawUrl ?? "", headers, body);
            Arrived.Enqueue(arrival);
            await BeforeTheAnswer(arrival);
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
            // Who asked is gone, or the test is over.
        }
    }
}
