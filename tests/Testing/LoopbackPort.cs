using System.Net;
using System.Net.Sockets;

namespace Cosmovisor.Testing;

/// <summary>A port on this machine that nothing listens on, for a program that must be told one.</summary>
internal static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
