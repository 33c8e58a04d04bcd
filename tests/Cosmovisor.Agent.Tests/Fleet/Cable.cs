using System.Net;
using System.Net.Sockets;

namespace Cosmovisor.Agent.Tests;

/// <summary>One agent's way to etcd, which a test cuts: what is under way is held, and is lost when the cable is whole again.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _ends = [];
    private readonly Lock _gate = new();
    private readonly int _to;
    private readonly Task _loop;
    private volatile bool _losesQuestions;
    private volatile bool _losesAnswers;

    public Cable(int to)
    {
        _to = to;
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="answersAlone">Etcd hears what the agent asks, and the agent hears nothing.</param>
    public void Cut(bool answersAlone) => (_losesAnswers, _losesQuestions) = (true, !answersAlone);

    public void Heal()
    {
        Close();
        (_losesAnswers, _losesQuestions) = (false, false);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Close();
        await _loop;
    }

    private void Close()
    {
        lock (_gate)
        {
            _ends.ForEach(end => end.Dispose());
            _ends.Clear();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var (agent, etcd) = (await _listener.AcceptTcpClientAsync(), new TcpClient());

                lock (_gate)
                {
                    _ends.AddRange([agent, etcd]);
                }

                _ = JoinAsync(agent, etcd);
            }
        }
        catch (Exception ex) when (ex is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task JoinAsync(TcpClient agent, TcpClient etcd)
    {
        try
        {
            await etcd.ConnectAsync(IPAddress.Loopback, _to);
            await Task.WhenAny(
                PumpAsync(agent.GetStream(), etcd.GetStream(), () => _losesQuestions),
                PumpAsync(etcd.GetStream(), agent.GetStream(), () => _losesAnswers)).Unwrap();
        }
        catch (Exception ex) when (ex is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One end is gone, and the other learns of it.
        }

        agent.Dispose();
        etcd.Dispose();
    }

    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Func<bool> isLost)
    {
        var buffer = new byte[16 * 1024];

        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            if (isLost())
            {
                await Task.Delay(Timeout.Infinite);
            }

            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
