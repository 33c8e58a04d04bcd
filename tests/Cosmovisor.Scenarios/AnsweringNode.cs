using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Cosmovisor.Tests;

/// <summary>A node as its RPC shows it, and the config folder in which it says where that is and who it is.</summary>
internal sealed class AnsweringNode : IDisposable
{
    /// <summary>RFC 8032, section 7.1, test 1; and the id that CometBFT makes of it.</summary>
    private const string Key =
        """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";
    private const string Id = "21fe31dfa154a261626bf854046fd2271b7bed4b";

    private readonly Socket _listener;
    private readonly long _height;
    private readonly string _id;

    /// <param name="home">Whose node it is.</param>
    /// <param name="height">Its last block.</param>
    /// <param name="id">Who it says it is; the home's own when null.</param>
    /// <param name="onSocket">It listens on a file, not on a port.</param>
    public AnsweringNode(NodeHome home, long height, string? id = null, bool onSocket = false)
    {
        (_height, _id) = (height, id ?? Id);
        _listener = onSocket ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(onSocket ? new UnixDomainSocketEndPoint(home.In("rpc.sock")) : new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        var listens = onSocket ? $"unix://{home.In("rpc.sock")}" : $"tcp://{_listener.LocalEndPoint}";
        _ = home.Write("config/node_key.json", Key)
            .Write("config/config.toml", $"moniker = \"n\"\n\n[rpc]\nladdr = \"{listens}\"\n\n[p2p]\nladdr = \"tcp://0.0.0.0:26656\"\n");
        Rpc = listens.Replace("tcp://", "http://", StringComparison.Ordinal);
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string Rpc { get; }

    /// <summary>The chain's plan; none when null.</summary>
    public (string Name, long Height, string Info)? Plan { get; set; }

    /// <summary>What celestia's validators have signalled for: version and height; the module is unknown when null.</summary>
    public (int Version, int Height)? Signalled { get; init; }

    /// <summary>Below which path it answers, as behind a gateway.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>What every question must have in its head; nothing when null.</summary>
    public string? Head { get; init; }

    /// <summary>Speaks TLS with it; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Where it is asked over TLS.</summary>
    public string SecureRpc =>
        string.Create(CultureInfo.InvariantCulture, $"https://localhost:{(_listener.LocalEndPoint as IPEndPoint)?.Port}");

    /// <summary>What it does with the questions that are not for its status; answers like a node when null.</summary>
    public Action<Socket>? Oddly { get; init; }

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        while (true)
        {
            try
            {
                using var client = _listener.Accept();
                using var stream = Stream(client);
                var buffer = new byte[4096];
                var asked = Encoding.ASCII.GetString(buffer, 0, stream.Read(buffer));

                if (asked.Length == 0)
                {
                    continue; // after the handshake a client has seen what it does not trust
                }

                var path = asked.Split(' ')[1] is var whole
                    && whole.StartsWith(Prefix, StringComparison.Ordinal)
                    && asked.Contains(Head ?? "", StringComparison.Ordinal) ? whole[Prefix.Length..] : "/forbidden";

                if (Oddly is { } oddly && path != "/status")
                {
                    oddly(client);
                    continue;
                }

                var answer = Encoding.UTF8.GetBytes(AnswerTo(path));
                stream.Write(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n"));
                stream.Write(answer);
            }
            catch (Exception ex) when (ex is IOException or AuthenticationException)
            {
                // a client that does not trust it, or has gone
            }
            catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
            {
                return; // the test is over
            }
        }
    }

    private Stream Stream(Socket client)
    {
        var plain = new NetworkStream(client);

        if (Certificate is null)
        {
            return plain;
        }

        var secured = new SslStream(plain);
        secured.AuthenticateAsServer(Certificate);
        return secured;
    }

    private string AnswerTo(string path) => path switch
    {
        "/status" =>
            Result(
                $$$"""{"node_info":{"id":"{{{_id}}}","network":"chain-1"},"sync_info":{"latest_block_height":"{{{_height.ToString(CultureInfo.InvariantCulture)}}}"} }"""),
        "/abci_query?path=%22/cosmos.upgrade.v1beta1.Query/CurrentPlan%22" =>
            Result(
                $$$"""{"response":{"code":0,"log":"","value":{{{(Plan is { } plan ? $"\"{Convert.ToBase64String(Message(plan))}\"" : "null")}}},"height":"7"} }"""),
        "/abci_query?path=%22/celestia.signal.v1.Query/GetUpgrade%22" when Signalled is { } signalled =>
            Result(
                $$$"""{"response":{"code":0,"log":"","value":"{{{Convert.ToBase64String(Field(1, [1 << 3, .. Varint((ulong)signalled.Version), 2 << 3, .. Varint((ulong)signalled.Height)]))}}}","height":"7"} }"""),
        _ when path.StartsWith("/abci_query", StringComparison.Ordinal) =>
            Result("""{"response":{"code":6,"log":"unknown query path: unknown request","value":null,"height":"0"} }"""),
        _ => """{"jsonrpc":"2.0","id":-1,"error":{"code":-32601,"message":"Method not found"}}""",
    };

    private static string Result(string json) => $$"""{"jsonrpc":"2.0","id":-1,"result":{{json}}}""";

    // QueryCurrentPlanResponse { plan = 1 { name = 1, height = 3, info = 4 } }
    private static byte[] Message((string Name, long Height, string Info) plan) =>
        Field(1, [.. Field(1, Encoding.UTF8.GetBytes(plan.Name)), 3 << 3, .. Varint((ulong)plan.Height), .. Field(
            4, Encoding.UTF8.GetBytes(plan.Info))]);

    private static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            yield return (byte)(value | 128);
        }

        yield return (byte)value;
    }
}
