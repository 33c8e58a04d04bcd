using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cosmovisor.Agent.Api;

/// <summary>
/// What every request must pass: method, Host, token. The two probes need neither of the last two, since a kubelet sends none.
/// </summary>
internal sealed class RequestGate(HostNames hosts, string? token)
{
    private readonly byte[]? _token = token is null ? null : Encoding.ASCII.GetBytes(token);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            headers.Allow = "GET, HEAD";
            return Refusal.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "the agent changes nothing: only GET and HEAD are allowed");
        }

        if (request.Path.Value is Paths.Live or Paths.Ready)
        {
            return next(context);
        }

        if (!hosts.Allows(request.Host.Host))
        {
            return Refusal.WriteAsync(
                context, StatusCodes.Status403Forbidden, "this host name is not served here; add it in COSMOVISOR_LISTEN_HOSTS");
        }

        if (_token is not null && !IsShown(request.Headers.Authorization.ToString()))
        {
            headers.WWWAuthenticate = new(["Bearer", "Basic realm=\"cosmovisor\", charset=\"UTF-8\""]);
            return Refusal.WriteAsync(context, StatusCodes.Status401Unauthorized,
                "a token is needed: Authorization: Bearer TOKEN, or the token as password of any user");
        }

        return next(context);
    }

    // A browser asks for a password by itself, and then has the page's own requests carry it; so the token passes as one.
    private bool IsShown(string authorization)
    {
        var shown = authorization.Split(' ', 2) switch
        {
            [var scheme, var word] when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) => Encoding.UTF8.GetBytes(word.Trim()),
            [var scheme, var word] when scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) => Password(word.Trim()),
            _ => [],
        };
        return CryptographicOperations.FixedTimeEquals(shown, _token);
    }

    private static byte[] Password(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            && bytes.AsSpan(0, length).IndexOf((byte)':') is >= 0 and var colon ? bytes[(colon + 1)..length] : [];
    }
}
