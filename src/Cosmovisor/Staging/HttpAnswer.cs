using System.Net;

namespace Cosmovisor.Staging;

/// <summary>What an HTTP status means for a download: go on, try again, or give up.</summary>
internal static class HttpAnswer
{
    /// <summary>Returns only when the answer's body is the file or the rest of it.</summary>
    public static void Check(DownloadUrl url, HttpResponseMessage response, PartialFile file)
    {
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();

        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.PartialContent:
                RefuseTamperableRedirect(url, response);
                return;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                file.StartOver();
                throw new DownloadInterruptedException($"the server answered {status}: the file has changed");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 or >= HttpStatusCode.InternalServerError:
                throw new DownloadInterruptedException($"the server answered {status}", RetryAfter(response));
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired:
                throw new RefusedException($"the server answered {status} for {url.Shown}. Does the link need a login in ~/.netrc, or has it run out?");
            case >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest:
                throw new RefusedException(Redirect(url, response, status));
            default:
                throw new RefusedException($"the server answered {status} for {url.Shown}. Is the link right, and published?");
        }
    }

    // .NET follows redirects itself, and stops by handing us the last one when it leads from https to http or is one too many.
    private static string Redirect(DownloadUrl url, HttpResponseMessage response, string status) =>
        response.Headers.Location is { } location && response.RequestMessage?.RequestUri is { Scheme: "https" } from && new Uri(from, location).Scheme == Uri.UriSchemeHttp
            ? $"{url.Shown} redirects from https to plain http ({DownloadUrl.Show(new Uri(from, location))}), which is never followed"
            : $"the server answered {status} for {url.Shown}: too many redirects, or one that leads nowhere";

    private static void RefuseTamperableRedirect(DownloadUrl url, HttpResponseMessage response)
    {
        if (url.Checksum is null && response.RequestMessage?.RequestUri is { Scheme: "http", IsLoopback: false } end)
        {
            throw new RefusedException($"{url.Shown} redirects to plain http ({DownloadUrl.Show(end)}) and has no checksum: anyone on the way could send another file");
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - DateTimeOffset.UtcNow);
}
