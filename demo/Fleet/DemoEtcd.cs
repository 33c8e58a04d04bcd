using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cosmovisor.Demo.Fleet;

/// <summary>An etcd of the demo's own, on a free port, with its data in the demo's folder.</summary>
internal sealed class DemoEtcd : IDisposable
{
    private readonly Process _process;
    private readonly int _port = FreePort();

    /// <param name="program">Its path.</param>
    /// <param name="folder">For its data and its log.</param>
    public DemoEtcd(string program, string folder)
    {
        _ = Directory.CreateDirectory(folder);
        var (client, peer) = ($"http://127.0.0.1:{_port}", $"http://127.0.0.1:{FreePort()}");
        _process = Background.Start(Path.Join(folder, "etcd.log"), program,
        [
            "--data-dir", Path.Join(folder, "data"), "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}",
        ], new() { ["ETCD_UNSUPPORTED_ARCH"] = "arm64" });
    }

    /// <summary>What members are told: COSMOVISOR_FLEET.</summary>
    public string Fleet => $"etcd://127.0.0.1:{_port}/demo";

    /// <summary>Whether somebody listens at its port.</summary>
    public bool Answers
    {
        get
        {
            Expect.That(!_process.HasExited, "etcd ended as it was started");

            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, _port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    /// <returns>The path of etcd; null where it is not installed.</returns>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin").Append("/usr/local/bin")
            .Select(folder => Path.Join(folder, "etcd"))
            .FirstOrDefault(File.Exists);

    public void Dispose()
    {
        Launch.End(_process);
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
