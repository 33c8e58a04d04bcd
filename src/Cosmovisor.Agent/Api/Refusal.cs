using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Cosmovisor.Agent.Api;

/// <summary>An answer that is none: <c>{"error":"a sentence"}</c>.</summary>
internal static class Refusal
{
    public static Task WriteAsync(HttpContext context, int code, string sentence)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = Answer.Json;
        return context.Response.WriteAsync($"{{\"error\":\"{JsonEncodedText.Encode(sentence)}\"}}", context.RequestAborted);
    }
}
