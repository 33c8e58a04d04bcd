using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Logging;

/// <summary>They lose lines and nothing else: no exception, no waiting.</summary>
[Collection(Descriptors.Alone)]
public static class LogsThatCannotBeWritten
{
    private const string LostTwo = $"{StoppedClock.Now} WARN  log lines were lost lines=2";

    [Fact]
    public static void ForWantOfRoomOnTheDiskCountTheLostLines()
    {
        using var temporary = new TemporaryHome();
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());
        _ = File.CreateSymbolicLink(temporary.Home.Log, "/dev/full");

        CountsTwoLostLines(log, temporary.Home.Log, File.Delete);
    }

    [Fact]
    public static void ForAFolderInTheirPlaceCountTheLostLines()
    {
        using var temporary = new TemporaryHome().With("cosmovisor.log");
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());

        CountsTwoLostLines(log, temporary.Home.Log, Directory.Delete);
    }

    [Fact]
    public static void ForWantOfTheirFolderAreLost()
    {
        using var temporary = new TemporaryHome();
        using var log = new FileLog(temporary.In("gone/cosmovisor.log"), new StoppedClock());

        log.Info("lost");

        Assert.False(Directory.Exists(temporary.In("gone")));
    }

    [Fact]
    public static void ForAFifoNobodyReadsAreLostWithoutWaiting()
    {
        using var temporary = new TemporaryHome();
        MakeFifo(temporary.Home.Log);
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());

        CountsTwoLostLines(log, temporary.Home.Log, File.Delete);
    }

    /// <summary>A full disk takes the beginning of a line, then nothing at all for a while.</summary>
    [Fact]
    public static void InMidLineGoOnWithALineOfItsOwn()
    {
        using var temporary = new TemporaryHome();
        MakeFifo(temporary.Home.Log);
        var reader = Libc.Open(temporary.Home.Log, OpenFlags.NonBlocking | OpenFlags.CloseOnExec, 0);
        using var log = new FileLog(temporary.Home.Log, new StoppedClock());
        var filler = new string('x', 10_000);

        for (var i = 0; i < 20; i++)
        {
            log.Info(filler);
        }

        var torn = Drain(reader);
        log.Info("kept");
        var after = Drain(reader);
        _ = Libc.Close(reader);

        Assert.False(torn.EndsWith('\n'));
        Assert.StartsWith($"\n{StoppedClock.Now} WARN  log lines were lost lines=", after, StringComparison.Ordinal);
        Assert.EndsWith($"\n{StoppedClock.Now} INFO  kept\n", after, StringComparison.Ordinal);
    }

    private static void CountsTwoLostLines(FileLog log, string path, Action<string> makeRoom)
    {
        log.Info("lost");
        log.Info("lost too");
        makeRoom(path);
        log.Info("kept");

        Assert.Equal([LostTwo, $"{StoppedClock.Now} INFO  kept"], File.ReadAllLines(path));
    }

    private static void MakeFifo(string path) => Assert.Equal(
        0, new ProgramRunner(new Children()).Run(new Command("/usr/bin/mkfifo", path), null, CancellationToken.None).End?.ExitCode);

    private static unsafe string Drain(int fd)
    {
        var all = new List<byte>();
        var buffer = new byte[64 * 1024];

        fixed (byte* start = buffer)
        {
            while (Libc.Read(fd, start, (nuint)buffer.Length) is > 0 and var count)
            {
                all.AddRange(buffer.AsSpan(0, (int)count));
            }
        }

        return System.Text.Encoding.UTF8.GetString([.. all]);
    }
}
