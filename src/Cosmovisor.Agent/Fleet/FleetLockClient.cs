using System.Net;
using System.Text;
using System.Text.Json;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Fleet;

/// <summary>A client of the FleetLock protocol: a slot before a node is stopped, and back when it is well again.</summary>
/// <remarks>https://coreos.github.io/zincati/development/fleetlock/protocol/. Both requests may be repeated.</remarks>
internal sealed class FleetLockClient(Uri server, string id, string group) : IDisposable
{
    private const int LongestAnswer = 16 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = LongestAnswer
    };

    /// <summary>The group as the protocol allows it.</summary>
    public static string GroupOf(IReadOnlyDictionary<string, string> labels)
    {
        var group = string.Concat(
            MemberLabels.GroupOf(labels).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '-'));
        return group.Length > 0 ? group : "default";
    }

    /// <returns>Null when the slot is ours, or why not.</returns>
    public Task<string?> LockAsync(CancellationToken ct) => AskAsync("v1/pre-reboot", ct);

    /// <returns>Null when it is given back, or why not.</returns>
    public Task<string?> UnlockAsync(CancellationToken ct) => AskAsync("v1/steady-state", ct);

    public void Dispose() => _http.Dispose();

    private async Task<string?> AskAsync(string path, CancellationToken ct)
    {
        var root = server.AbsoluteUri.EndsWith('/') ? server : new Uri($"{server.AbsoluteUri}/");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(root, path))
        {
            Content = new StringContent(Body(), Encoding.UTF8, "application/json")
        };
        request.Headers.Add("fleet-lock-protocol", "true");

        try
        {
            using var answer = await _http.SendAsync(request, ct);
            return answer.StatusCode == HttpStatusCode.OK ? null
                : $"{(int)answer.StatusCode} {Words(await answer.Content.ReadAsByteArrayAsync(ct))}";
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException
            || (ex is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return $"{server} does not answer: {ex.Message}";
        }
    }

    private string Body()
    {
        using var bytes = new MemoryStream();

        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("client_params");
            json.WriteString("id", id);
            json.WriteString("group", group);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Words(byte[] answer) =>
        ForeignJson.Read(answer, root => root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("value", out var value)
            && value.ValueKind == JsonValueKind.String
            ? Parsed.Ok(value.GetString()!) : Parsed.Invalid<string>("")).IsOk(out var words, out _)
            ? ForeignText.Printable(words) : ForeignText.Printable(Encoding.UTF8.GetString(answer));
}
