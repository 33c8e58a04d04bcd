using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Cosmovisor.Linux;

namespace Cosmovisor.Chain;

/// <summary>Questions to nodes within a budget: so many of them, so many bytes, whatever a chain holds and whoever answers.</summary>
/// <param name="questions">How many may be asked.</param>
/// <param name="bytes">How much all answers may have.</param>
/// <param name="limit">For one answer.</param>
internal sealed class Asked(int questions, int bytes, TimeSpan limit)
{
    private readonly HashSet<RpcAddress> _silent = [];
    private int _questions = questions;
    private int _bytes = bytes;

    /// <summary>An answer, or why there is none.</summary>
    public async Task<Parsed<byte[]>> AskAsync(RpcAddress rpc, string path, CancellationToken ct)
    {
        if (_silent.Contains(rpc))
        {
            return NoAnswer(rpc); // one that hangs would do so eight times
        }

        if (_questions-- <= 0 || _bytes <= 0)
        {
            return Parsed.Invalid<byte[]>($"{rpc} was not asked: this look ahead has reached its limit");
        }

        try
        {
            using var client = HttpConnections.ToTheNode(rpc.Socket, limit, _bytes);
            using var request = new HttpRequestMessage(HttpMethod.Get, rpc.Question(path));

            if (rpc.Root.UserInfo is { Length: > 0 } user)
            {
                request.Headers.Authorization =
                    new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));
            }

            using var answer = await client.SendAsync(request, ct); // the RPC puts its mistakes into the same JSON, whatever the code
            var content = await answer.Content.ReadAsByteArrayAsync(ct);
            _bytes -= content.Length;
            return Parsed.Ok(content);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            _ = _silent.Add(rpc);
            return NoAnswer(rpc);
        }
        catch (HttpRequestException ex) when (ex.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            _bytes = 0;
            return Parsed.Invalid<byte[]>($"the answer of {rpc} is longer than a look may read");
        }
        catch (HttpRequestException ex) when (ex.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return Parsed.Invalid<byte[]>(
                $"{rpc} is not trusted: {(ex.InnerException?.Message ?? ex.Message).TrimEnd('.')}. For an authority of your own, name its certificate in SSL_CERT_FILE");
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or SocketException)
        {
            return Parsed.Invalid<byte[]>($"{rpc} does not answer: {ex.InnerException?.Message ?? ex.Message}");
        }
    }

    private Parsed<byte[]> NoAnswer(RpcAddress rpc) => Parsed.Invalid<byte[]>($"{rpc} did not answer within {limit.TotalSeconds:0} s");

    /// <summary>The same, read; what is wrong with it names who said it.</summary>
    public async Task<Parsed<T>> AskAsync<T>(
        RpcAddress rpc, string path, Func<ReadOnlyMemory<byte>, Parsed<T>> read, CancellationToken ct) =>
        (await AskAsync(rpc, path, ct)).Then(bytes => read(bytes) is Parsed<T>.Invalid { Reason: var reason }
            ? Parsed.Invalid<T>($"the answer of {rpc}: {reason}") : read(bytes));
}
