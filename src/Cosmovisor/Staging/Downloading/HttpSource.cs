using System.Security.Authentication;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>One GET after another, each of which either brings bytes, may be tried again, or is refused.</summary>
internal sealed class HttpSource : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly StagingSettings _settings;
    private readonly HttpClient _client;

    public HttpSource(StagingSettings settings)
    {
        _settings = settings;
        _client = HttpConnections.ToServers(settings.ConnectLimit);
    }

    /// <summary>One try: adds to <paramref name="file"/> what it still lacks.</summary>
    /// <exception cref="DownloadInterruptedException">Worth another try.</exception>
    /// <exception cref="RefusedException">Another try would end the same.</exception>
    public async Task FetchAsync(DownloadUrl url, PartialFile file, Action<DownloadProgress> progress, CancellationToken ct)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(ct);
        stall.CancelAfter(_settings.ConnectLimit + _settings.StallLimit);

        try
        {
            using var response = await AskAsync(url, file, stall.Token);
            HttpAnswer.Check(url, response, file);
            file.Begin(response);
            await CopyAsync(response, file, progress, stall);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new DownloadInterruptedException($"nothing came for {_settings.StallLimit.TotalSeconds:0.#} s", cause: e);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException { InnerException: null } certificate)
        {
            throw new RefusedException(
                $"the certificate of {url.Address.Host} was not accepted: {certificate.Message} Is the system's list of authorities (ca-certificates) in place, and the clock right?",
                e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new DownloadInterruptedException(Innermost(e), cause: e);
        }
    }

    public void Dispose() => _client.Dispose();

    // Redirects are followed here and not by .NET: where one leads to is a server's text, and is read as such.
    private async Task<HttpResponseMessage> AskAsync(DownloadUrl url, PartialFile file, CancellationToken ct)
    {
        var address = url.Address;

        for (var redirects = 0; redirects <= Redirect.Most; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            // the login is for whom the link names
            request.Headers.Authorization = redirects == 0 ? Logins.For(address, _settings.NetrcFile) : null;
            file.AskForRest(request);
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);

            if (!HttpAnswer.IsRedirect(response))
            {
                return response;
            }

            using (response)
            {
                var next = Redirect.Follow(address, HttpAnswer.Location(response), url.Checksum is not null);
                address = next.IsOk(out var allowed, out var reason) ? allowed : throw new RefusedException(reason);
            }
        }

        throw new RefusedException($"{url.Shown} redirects more than {Redirect.Most} times");
    }

    private async Task CopyAsync(
        HttpResponseMessage response, PartialFile file, Action<DownloadProgress> progress, CancellationTokenSource stall)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        var buffer = new byte[BufferSize];

        while (true)
        {
            stall.CancelAfter(_settings.StallLimit);
            var count = await body.ReadAsync(buffer, stall.Token);

            if (count == 0)
            {
                break;
            }

            file.Append(buffer.AsSpan(0, count));
            progress(new DownloadProgress(file.Length, file.Total));
        }

        if (file.Total is { } total && file.Length != total)
        {
            throw new DownloadInterruptedException($"it ended after {file.Length} of {total} bytes");
        }
    }

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
