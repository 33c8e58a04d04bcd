using System.Net.Sockets;
using System.Text;
using Cosmovisor.Events;
using Cosmovisor.Logging;
using Cosmovisor.Running;
using Xunit;

namespace Cosmovisor.Tests.Events;

public static class StatusOfTheService
{
    private const string Lost =
        "cannot be written (No such file or directory (errno 2)): the node runs, and what cosmovisor does is not logged";

    [Fact]
    public static void SaysThatTheLogIsLostForAsLongAsItIs()
    {
        using var temporary = new TemporaryHome();
        using var systemd = Socket(temporary.In("systemd"));
        var notices = new SystemdNotifier(name => name == "NOTIFY_SOCKET" ? temporary.In("systemd") : null, Environment.ProcessId);
        var log = new JournalLog(isOnStandardError: false, temporary.In("journal"));
        var news = new News(log, notices);
        RunNews.TellOfALostLog(log, readOnly: null, news, notices);
        var lost = $"; the log {temporary.In("journal")} {Lost}";

        news.Tell(new Happening.DaemonStarted("v1", 7, null));
        using (Socket(temporary.In("journal")))
        {
            news.Tell(new Happening.DaemonStarted("v1", 8, null));
        }

        File.Delete(temporary.In("journal"));
        news.Tell(new Happening.DaemonStarted("v1", 9, null));

        Assert.Equal(
            [$"starting{lost}", $"running v1 (pid 7){lost}", "running v1 (pid 7)", "running v1 (pid 8)", $"running v1 (pid 8){lost}",
                $"running v1 (pid 9){lost}"],
            Statuses(systemd));
    }

    private static List<string> Statuses(Socket systemd)
    {
        var (said, buffer) = (new List<string>(), new byte[4096]);

        while (systemd.Available > 0)
        {
            said.Add(Encoding.UTF8.GetString(buffer, 0, systemd.Receive(buffer)).Split('\n').Single(
                line => line.StartsWith("STATUS=", StringComparison.Ordinal))["STATUS=".Length..]);
        }

        return said;
    }

    private static Socket Socket(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }
}
