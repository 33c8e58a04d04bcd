using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Cosmovisor.Events;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Logging;

public static class LogsInTheJournal
{
    [Fact]
    public static void SendADatagramForEachHappening()
    {
        using var temporary = new TemporaryHome();
        using var journal = Journal(temporary);
        var log = new JournalLog(isOnStandardError: true, temporary.In("journal"));

        ((INews)log).Tell(new Happening.LogLost("x", "y"));
        log.Warning("second");

        Assert.Contains("EVENT=log-lost\n", Received(journal), StringComparison.Ordinal);
        Assert.Equal("MESSAGE=second\nPRIORITY=4\nSYSLOG_IDENTIFIER=cosmovisor\n", Received(journal));
        Assert.Equal((true, 0L), (log.IsSeenOnStandardError, log.Lost));
    }

    [Fact]
    public static void AreSeenOnStandardErrorOnlyWhereTheJournalReadsIt()
    {
        using var temporary = new TemporaryHome();
        using var journal = Journal(temporary);
        var log = new JournalLog(isOnStandardError: false, temporary.In("journal"));

        log.Info("one");

        Assert.False(log.IsSeenOnStandardError);
    }

    [Fact]
    public static void LoseLinesWhileItIsAwayAndCountThemWhenItIsBack()
    {
        using var temporary = new TemporaryHome();
        var log = new JournalLog(isOnStandardError: true, temporary.In("journal"));
        var told = new List<string>();
        log.OnFirstLoss = told.Add;

        log.Info("lost");
        log.Info("lost too");
        var wasSeen = log.IsSeenOnStandardError;
        using var journal = Journal(temporary);
        log.Info("kept");

        Assert.False(wasSeen);
        Assert.Equal("No such file or directory (errno 2)", Assert.Single(told));
        Assert.Contains("MESSAGE=log lines were lost lines=2\n", Received(journal), StringComparison.Ordinal);
        Assert.StartsWith("MESSAGE=kept\n", Received(journal), StringComparison.Ordinal);
        Assert.Equal((true, 2L), (log.IsSeenOnStandardError, log.Lost));
    }

    [Fact]
    public static void NeverWaitForAJournalThatDoesNotRead()
    {
        using var temporary = new TemporaryHome();
        using var journal = Journal(temporary);
        var log = new JournalLog(isOnStandardError: true, temporary.In("journal"));
        var clock = Stopwatch.StartNew();

        for (var line = 0; line < 10_000 && log.Lost == 0; line++)
        {
            log.Info(new string('x', 10_000));
        }

        Assert.Equal(1, log.Lost);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10)); // a datagram that waits would wait for ever
        while (journal.Available > 0)
        {
            _ = Received(journal);
        }

        log.Info("kept");
        Assert.Contains("MESSAGE=log lines were lost lines=1\n", Received(journal), StringComparison.Ordinal);
    }

    private static Socket Journal(TemporaryHome temporary)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Bind(new UnixDomainSocketEndPoint(temporary.In("journal")));
        return socket;
    }

    private static string Received(Socket journal)
    {
        var bytes = new byte[256 * 1024];
        return Encoding.UTF8.GetString(bytes, 0, journal.Receive(bytes));
    }
}
