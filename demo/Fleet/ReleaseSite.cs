using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cosmovisor.Demo.Fleet;

/// <summary>The site where the chain's developers publish their releases.</summary>
internal sealed class ReleaseSite : IDisposable
{
    private const int LongestRequest = 4096;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, Release> _releases = new(StringComparer.Ordinal);

    public ReleaseSite()
    {
        _listener.Start();
        new Thread(Serve) { IsBackground = true, Name = "release site" }.Start();
    }

    public string Host => $"{_listener.LocalEndpoint}";

    /// <returns>The link, with the checksum.</returns>
    public string Publish(string name, Release release)
    {
        lock (_releases)
        {
            _releases[$"/{name}.tar.gz"] = release;
        }

        return $"http://{Host}/{name}.tar.gz?checksum=sha256:{release.Checksum}";
    }

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptTcpClient();
                Answer(client.GetStream());
            }
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            // The end of the demo.
        }
    }

    private void Answer(NetworkStream stream)
    {
        var request = new byte[LongestRequest];

        try
        {
            var words = Encoding.ASCII.GetString(request, 0, stream.Read(request)).Split(' ', '?');
            var file = words.Length > 1 && Find(words[1]) is { } release ? File.ReadAllBytes(release.Path) : null;
            var status = file is null ? "404 Not Found" : "200 OK";
            stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {file?.Length ?? 0}\r\nConnection: close\r\n\r\n"));
            stream.Write(file ?? []);
        }
        catch (IOException)
        {
            // A reader that has gone.
        }
    }

    private Release? Find(string path)
    {
        lock (_releases)
        {
            return _releases.GetValueOrDefault(path);
        }
    }
}
