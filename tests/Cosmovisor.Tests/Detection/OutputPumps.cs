using System.Text;
using Cosmovisor.Detection;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

[Collection(Descriptors.Alone)]
public static class OutputPumps
{
    private const int MoreThanAPipeHolds = 100_000;
    private const int MoreThanTheLargestPipeHolds = 1_300_000; // the reader's pipe is enlarged to 1 MiB

    private static readonly byte[] Announcement = "1:00PM ERR UPGRADE \"v2\" NEEDED at height: 49: go\n"u8.ToArray();
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(20);

    [Fact]
    public static void PassEveryByteOnHoweverTheyCome() =>
        Gen.Select(Gen.Byte.Array[1, 3000].Array[1, 40], Gen.Int[0, 2]).Sample(
            (chunks, pause) =>
            {
                using var pipe = new PumpedPipe();
                pipe.BeginPump();
                var writer = new Thread(() => Array.ForEach(chunks, chunk =>
                {
                    Assert.True(pipe.Write(chunk));
                    Thread.Sleep(pause);
                }));
                writer.Start();

                var all = chunks.SelectMany(chunk => chunk).ToArray();
                Assert.Equal(all, pipe.Take(all.Length));
                writer.Join();
            },
            iter: 20,
            threads: 1);

    [Fact]
    public static void PassOnWhatWasWrittenBeforeTheyBegan()
    {
        using var pipe = new PumpedPipe();
        Assert.True(pipe.Write("last words"u8));
        pipe.CloseDaemon();

        pipe.BeginPump();

        Assert.Equal("last words"u8.ToArray(), pipe.Take(10));
        Wait.Until("the end", () => pipe.Pump.HasEnded);
    }

    [Fact]
    public static void ReportAnAnnouncementBeforeASlowReaderTakesIt()
    {
        using var pipe = new PumpedPipe();
        byte[] output = [.. Filler(MoreThanAPipeHolds), .. Announcement];
        pipe.BeginPump(); // first: it makes the pipe large enough

        Assert.True(pipe.Write(output));

        Wait.Until("the announcement", () => !pipe.Seen.IsEmpty);
        Assert.IsType<Observation.Announced>(pipe.Seen.Single());
        Assert.Equal(output, pipe.Take(output.Length));
    }

    [Fact]
    public static void ReportAnAnnouncementThatEndsWithoutALineEnd()
    {
        using var pipe = new PumpedPipe();
        Assert.True(pipe.Write(Announcement.AsSpan(..^1)));
        pipe.BeginPump();

        pipe.CloseDaemon();

        Wait.Until("the end", () => pipe.Pump.HasEnded);
        Assert.IsType<Observation.Announced>(pipe.Seen.Single());
    }

    [Fact]
    public static void CloseThePipeTowardsADaemonWhoseReaderIsGone()
    {
        using var pipe = new PumpedPipe();
        pipe.BeginPump();
        pipe.CloseReader();

        Wait.Until("the closed pipe", () => !pipe.Write("x"u8));
    }

    [Fact]
    public static void LookAtTheRestBehindAStuckReaderAndPassItOnLater()
    {
        using var pipe = new PumpedPipe();
        byte[] output = [.. Filler(MoreThanTheLargestPipeHolds), .. Announcement, .. "after it"u8];
        pipe.BeginPump();
        Assert.True(pipe.Write(output));
        pipe.CloseDaemon();

        pipe.Pump.LookAtTheRest(Briefly);

        Wait.Until("the announcement", () => !pipe.Seen.IsEmpty);
        Assert.False(pipe.Pump.HasEnded);
        Assert.Equal(output, pipe.Take(output.Length));
        Wait.Until("the end", () => pipe.Pump.HasEnded);
        Assert.False(pipe.Pump.IsStrangers);
    }

    [Fact]
    public static void LookAtAnUnfinishedLastLineBeforeTheyReturn()
    {
        using var pipe = new PumpedPipe();
        byte[] output = [.. Filler(MoreThanTheLargestPipeHolds), (byte)'\n', .. Announcement.AsSpan(..^1)];
        pipe.BeginPump();
        Assert.True(pipe.Write(output));
        pipe.CloseDaemon();

        pipe.Pump.LookAtTheRest(TimeSpan.FromSeconds(2));

        Assert.IsType<Observation.Announced>(pipe.Seen.Single());
        Assert.Equal(output, pipe.Take(output.Length));
    }

    [Fact]
    public static void LetTheLastLifesBytesGoFirst()
    {
        using var first = new PumpedPipe();
        byte[] before = [.. Filler(MoreThanTheLargestPipeHolds), .. "the old one"u8];
        first.BeginPump();
        Assert.True(first.Write(before));
        first.CloseDaemon();
        first.Pump.LookAtTheRest(Briefly);

        using var second = new PumpedPipe(previousLife: first);
        second.BeginPump();
        Assert.True(second.Write("the new one"u8));

        Assert.Equal(before, first.Take(before.Length));
        Assert.Equal("the new one", Encoding.ASCII.GetString(first.Take(11)));
    }

    [Fact]
    public static void TellAStrangerThatHoldsThePipe()
    {
        using var pipe = new PumpedPipe();
        pipe.BeginPump();
        Assert.True(pipe.Write("x"u8));
        _ = pipe.Take(1);

        // The daemon is gone, and this end of its pipe is still open in our hands.
        Wait.Until("the stranger", () =>
        {
            pipe.Pump.LookAtTheRest(Briefly);
            return pipe.Pump.IsStrangers;
        });

        Assert.False(pipe.Pump.HasEnded);
        Assert.True(pipe.Write("y"u8));
        Assert.Equal("y"u8.ToArray(), pipe.Take(1));
    }

    private static byte[] Filler(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % 100 == 99 ? '\n' : 'a' + (i % 26)))];
}
