using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Cosmovisor.Agent.Settings;

namespace Cosmovisor.Agent.Notices;

/// <summary>Sends one notice and says how that ended. Never throws for what a receiver does.</summary>
internal sealed class NoticeClient(TimeProvider clock) : IDisposable
{
    private const int LongestAnswer = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ProgramMayTake = TimeSpan.FromSeconds(30);

    // Words of Slack that mean that no later message will arrive either.
    private static readonly string[] Hopeless = [
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "channel_not_found",
        "is_archived",
        "not_in_channel"
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = Patience,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
    })
    { Timeout = Patience, MaxResponseContentBufferSize = LongestAnswer };

    public void Dispose() => _http.Dispose();

    public async Task<SendOutcome> SendAsync(NoticeAddress address, NoticeRequest request, CancellationToken ct)
    {
        try
        {
            return address.Form == NoticeForm.Exec ? await RunAsync(address.Url.LocalPath, request.Body, ct)
                : await CallAsync(address, request, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException or IOException or Win32Exception)
        {
            // The text of the exception names hosts at most; the address' path and user are not in it.
            return new SendOutcome.TryAgain(ex is OperationCanceledException ? "it did not answer in time"
                : ex is HttpRequestException http ? $"{http.HttpRequestError}"
                : ex.Message);
        }
    }

    private async Task<SendOutcome> CallAsync(NoticeAddress address, NoticeRequest request, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url);

        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }

        foreach (var (name, value) in request.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
        var retryAfter = answer.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
        var outcome = RetryRule.Of((int)answer.StatusCode, retryAfter, clock.GetUtcNow());
        return outcome is SendOutcome.Sent && address.Form == NoticeForm.SlackChannel
            ? OfSlack(await answer.Content.ReadAsByteArrayAsync(ct)) : outcome;
    }

    // Slack's API says 200 to everything.
    private static SendOutcome OfSlack(byte[] body) => ForeignJson.Read(body, root =>
    {
        var isOk = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True;
        return Parsed.Ok<SendOutcome>(
            isOk ? new SendOutcome.Sent(Word(root, "ts"))
            : Word(root, "error") is { } error ? Array.IndexOf(Hopeless, error) >= 0 ? new SendOutcome.NothingThere($"Slack says {error}")
                : new SendOutcome.TryAgain($"Slack says {ForeignText.Printable(error, 60)}")
            : new SendOutcome.TryAgain("its answer is not one of Slack"));
    }).IsOk(out var outcome, out _) ? outcome : new SendOutcome.TryAgain("its answer is not one of Slack");

    private static string? Word(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    private static async Task<SendOutcome> RunAsync(string program, byte[] input, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, UseShellExecute = false };

        // What the agent knows is not the program's business.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COSMOVISOR_NOTIFY", StringComparison.Ordinal)).ToList())
        {
            _ = start.Environment.Remove(name);
        }

        using var process = Process.Start(start) ?? throw new IOException("it was not started");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ProgramMayTake);

        try
        {
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It reads no input; its code says how it ended.
            }

            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? new SendOutcome.Sent() : new SendOutcome.Refused($"it ended with code {process.ExitCode}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
