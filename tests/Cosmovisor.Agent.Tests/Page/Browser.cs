using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Cosmovisor.Agent.Tests.Page;

/// <summary>Debian's chromium without a window, driven over its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _asked = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _reading = Task.CompletedTask;
    private string? _session;
    private int _last;

    private Browser(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Errors and warnings of the console, exceptions, and what the page's policy refused.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>One that is at an address. Skips the test where there is no chromium.</summary>
    public static async Task<Browser> OpenAsync(Uri address, int width = 1280, int height = 1000, bool isDark = false)
    {
        Assert.SkipUnless(File.Exists(Program), "chromium is not installed: apt-get install chromium");
        var profile = Directory.CreateTempSubdirectory("cosmovisor-chromium-").FullName;
        var start = new ProcessStartInfo(Program) { RedirectStandardError = true };

        foreach (var argument in new[]
        {
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            $"--user-data-dir={profile}",
            "about:blank"
        })
        {
            start.ArgumentList.Add(argument);
        }

        var browser = new Browser(Process.Start(start)!, profile);
        await browser.ConnectAsync();
        _ = await browser.AskAsync("Page.enable");
        _ = await browser.AskAsync("Runtime.enable");
        _ = await browser.AskAsync("Log.enable");
        await browser.ResizeAsync(width, height);
        _ = await browser.AskAsync("Emulation.setEmulatedMedia", new JsonObject
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" })
        });
        _ = await browser.AskAsync("Page.navigate", new JsonObject { ["url"] = address.ToString() });
        return browser;
    }

    public async Task ResizeAsync(int width, int height) =>
        _ = await AskAsync(
            "Emulation.setDeviceMetricsOverride",
            new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await AskAsync(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } wrong ? throw new InvalidOperationException(wrong.ToJsonString())
            : answer["result"]?["value"];
    }

    public async Task<string> TextAsync() => (string?)await EvaluateAsync("document.body ? document.body.innerText : ''") ?? "";

    /// <summary>Until the page shows a text.</summary>
    public Task WaitForAsync(string text) =>
        Wait.UntilAsync(text, async () => (await TextAsync()).Contains(text, StringComparison.Ordinal));

    public async Task PressAsync(string key, int code)
    {
        foreach (var type in new[] { "keyDown", "keyUp" })
        {
            _ = await AskAsync(
                "Input.dispatchKeyEvent",
                new JsonObject { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
        }
    }

    /// <summary>The whole page as PNG.</summary>
    public async Task<byte[]> PictureAsync()
    {
        var answer = await AskAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true });
        return Convert.FromBase64String((string)answer["data"]!);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _process.Dispose();

        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of it may still write there.
        }
    }

    private async Task ConnectAsync()
    {
        const string mark = "DevTools listening on ";
        string? line;

        while ((line = await _process.StandardError.ReadLineAsync()) is not null && !line.StartsWith(mark, StringComparison.Ordinal))
        {
            // Chromium has much to say.
        }

        _ = _process.StandardError.ReadToEndAsync();
        await _socket.ConnectAsync(new Uri(line![mark.Length..]), CancellationToken.None);
        _reading = ReadAsync();
        var target = await AskAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached =
            await AskAsync("Target.attachToTarget", new JsonObject { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true });
        _session = (string)attached["sessionId"]!;
    }

    private async Task<JsonNode> AskAsync(string method, JsonObject? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };

        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        await _sending.WaitAsync();
        await _socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        _ = _sending.Release();
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];

        try
        {
            while (true)
            {
                var text = new ArrayBufferWriter<byte>();
                ValueWebSocketReceiveResult part;

                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    text.Write(buffer.AsSpan(0, part.Count));
                }
                while (!part.EndOfMessage);

                Hear(JsonNode.Parse(text.WrittenSpan)!);
            }
        }
        catch (Exception ex) when (ex is WebSocketException or JsonException)
        {
            // It was ended.
        }
    }

    private void Hear(JsonNode message)
    {
        if (message["id"] is { } id && _asked.TryRemove(id.GetValue<int>(), out var answer))
        {
            _ = message["error"] is { } error ? answer.TrySetException(new InvalidOperationException(error.ToJsonString()))
                : answer.TrySetResult(message["result"] ?? new JsonObject());
        }
        else if ((string?)message["method"] is "Runtime.exceptionThrown" or "Log.entryAdded"
            || ((string?)message["method"] == "Runtime.consoleAPICalled"
                && (string?)message["params"]?["type"] is "error" or "warning" or "assert"))
        {
            Complaints.Enqueue(message.ToJsonString());
        }
    }
}
