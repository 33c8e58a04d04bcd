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
                return;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                file.StartOver();
                throw new DownloadInterruptedException($"the server answered {status}: the file has changed");
            case HttpStatusCode.RequestTimeout
                or HttpStatusCode.TooManyRequests
                or (HttpStatusCode)425
                or >= HttpStatusCode.InternalServerError:
                throw new DownloadInterruptedException($"the server answered {status}", RetryAfter(response));
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired:
                throw new RefusedException(
                    $"the server answered {status} for {url.Shown}. Does the link need a login in ~/.netrc, or has it expired?");
            default:
                throw new RefusedException($"the server answered {status} for {url.Shown}. Is the link right, and published?");
        }
    }

    /// <summary>The file is elsewhere; where, is in <see cref="Location"/>.</summary>
    public static bool IsRedirect(HttpResponseMessage response) => (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;

    /// <summary>As the server wrote it: the parsed one throws for some of what servers write.</summary>
    public static string? Location(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Location", out var values) && values.Count > 0 ? values.First() : null;

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - DateTimeOffset.UtcNow);
}
