using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Cosmovisor.Tests.Supervision;

/// <summary>A web site with one file, which it hands out over two seconds.</summary>
internal sealed class SlowSite : IDisposable
{
    private const int Parts = 20;
    private const int BetweenParts = 100; // ms

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _file;

    public SlowSite(string file)
    {
        _file = Encoding.ASCII.GetBytes(file);
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string Host => $"{_listener.LocalEndpoint}";

    public string Link => $"http://{Host}/file";

    /// <summary>The same with the file's checksum.</summary>
    public string CheckedLink => $"{Link}?checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(_file))}";

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptTcpClient();
                var stream = client.GetStream();
                _ = stream.Read(new byte[4096]);
                stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {_file.Length}\r\nConnection: close\r\n\r\n"));

                foreach (var part in _file.Chunk(_file.Length / Parts))
                {
                    stream.Write(part);
                    Thread.Sleep(BetweenParts);
                }
            }
        }
        catch (Exception ex) when (ex is SocketException or IOException or InvalidOperationException)
        {
            // the test is over
        }
    }
}
