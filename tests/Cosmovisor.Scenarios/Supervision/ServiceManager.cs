using System.Net.Sockets;
using System.Text;

namespace Cosmovisor.Tests.Supervision;

/// <summary>The receiving end of sd_notify(3).</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };

    /// <param name="name">As in NOTIFY_SOCKET: a path, or an abstract name behind an @.</param>
    public ServiceManager(string name) => _socket.Bind(new UnixDomainSocketEndPoint(name.StartsWith('@') ? '\0' + name[1..] : name));

    /// <summary>Whether something can be received without waiting.</summary>
    public bool HasMail => _socket.Available > 0;

    /// <summary>The next message that has this line.</summary>
    public string[] Await(string line)
    {
        while (true)
        {
            var message = Next();

            if (message.Contains(line))
            {
                return message;
            }
        }
    }

    public string[] Next()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer)).Split('\n');
    }

    public void Dispose() => _socket.Dispose();
}
