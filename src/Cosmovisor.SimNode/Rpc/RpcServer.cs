using System.Net;
using System.Net.Sockets;
using System.Text;
using Cosmovisor.SimNode.Chain;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Rpc;

/// <summary>The node's RPC, as far as a supervisor asks it. One connection, one answer.</summary>
internal sealed class RpcServer(Options options, ChainState state) : IDisposable
{
    private readonly Answers _answers = new(options, state);
    private Socket? _listener;

    /// <summary>Answers from now on; does nothing where no <c>--rpc</c> was given, or where it answers already.</summary>
    public void Listen()
    {
        if (options.Rpc is not { } address || _listener is not null)
        {
            return;
        }

        _listener = Bound(address);
        _listener.Listen();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public void Dispose() => _listener?.Dispose();

    private static Socket Bound(string address)
    {
        if (address.StartsWith("unix://", StringComparison.Ordinal))
        {
            File.Delete(address["unix://".Length..]); // what an earlier life has left
            var file = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            file.Bind(new UnixDomainSocketEndPoint(address["unix://".Length..]));
            return file;
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        socket.Bind(IPEndPoint.Parse(address.Replace("tcp://", "", StringComparison.Ordinal)));
        return socket;
    }

    private void Serve()
    {
        var request = new byte[16 * 1024];

        while (_listener is { } listener)
        {
            try
            {
                using var client = listener.Accept();
                var words = Encoding.ASCII.GetString(request, 0, client.Receive(request)).Split(' ', 3);
                var question = words.Length > 1 ? words[1] : "";
                var answer = Encoding.UTF8.GetBytes(_answers.To(question));

                if (options.NoteQuestions is { } notes)
                {
                    File.AppendAllText(notes, $"{answer.Length} {question}\n");
                }

                var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n";
                _ = client.Send(Encoding.ASCII.GetBytes(head));
                _ = client.Send(answer);
            }
            catch (SocketException)
            {
                // Whoever asked has gone; the next one may stay.
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}
