using System.Text;
using Cosmovisor.Detection;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class OutputScanners
{
    private const string Announcement = "UPGRADE \"v2\" NEEDED at height: 100: go";

    private static readonly Observation Announced = new Observation.Announced(Watched.Plan("v2", 100, "go"));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")] // the node did not live to end its line
    public static void TakeAnyLineEnd(string end) =>
        Assert.Equal([Announced], Watched.InOnePiece(Encoding.UTF8.GetBytes(Announcement + end)));

    [Fact]
    public static void ReportInTheOrderOfTheStream() =>
        Assert.Equal(
            [
                Announced, new Observation.Halted("v2", Watched.Plan("v2")), new Observation.BinaryAhead("v3"),
                new Observation.NeedsVersion("v5"),
                new Observation.Halted("v4", Watched.Plan("v4", 101)),
            ],
            Watched.InOnePiece(Watched.Output(
                Announcement,
                "ERR CONSENSUS FAILURE!!! err=\"UPGRADE \\\"v2\\\" NEEDED at height: 100: \"",
                "BINARY UPDATED BEFORE TRIGGER! UPGRADE \"v3\" - in binary but not executed on chain",
                "ERR CONSENSUS FAILURE!!! err=\"wrong app version 1, upgrade handler is missing for v5 upgrade plan\"",
                "panic: UPGRADE \"v4\" NEEDED at height: 101: ")));

    [Fact]
    public static void KeepALineThatNeverEndsInBoundedMemoryAndUnderstandTheNext()
    {
        var seen = new List<Observation>();
        var scanner = new OutputScanner(seen.Add);
        var chunk = new byte[64 * 1024];
        chunk.AsSpan().Fill((byte)'x');

        for (var i = 0; i < 1024; i++)
        {
            scanner.Scan(chunk);
            Assert.InRange(scanner.BufferSize, 1, OutputScanner.LongestLine);
        }

        scanner.Scan(Watched.Output("", Announcement));

        Assert.Equal([Announced], seen);
        Assert.InRange(scanner.BufferSize, 0, 64 * 1024);
    }

    [Theory]
    [InlineData(OutputScanner.LongestLine - 1)]
    [InlineData(OutputScanner.LongestLine)]
    [InlineData(OutputScanner.LongestLine + 1)]
    [InlineData(3 * OutputScanner.LongestLine)]
    public static void ReadALongLineInOnePieceAsInMany(int length)
    {
        // The announcement's info is as long as the line, so what is kept of it shows.
        var output = Watched.Output(Announcement + new string('o', length - Announcement.Length));
        var inOne = Assert.IsType<Observation.Announced>(Assert.Single(Watched.InOnePiece(output)));

        Assert.Equal([inOne], Watched.InPieces(output, [4096, 131072]));
        Assert.Equal(Math.Min(length, OutputScanner.LongestLine) - Announcement.Length + "go".Length, inOne.Plan.Info.Length);
    }

    [Fact]
    public static void AllocateNothingWhileNothingMatters()
    {
        var scanner = new OutputScanner(_ => Assert.Fail("nothing was announced"));
        var output = Watched.Output(Enumerable.Repeat("1:00PM INF committed state app_hash=7A0C height=11859999 module=state", 5000));
        var chunks = output.Chunk(4099).ToArray();
        ScanAll();

        var least = long.MaxValue;

        // The least of many: the runtime compiles anew what is called often, and that allocates once. What we allocate, we allocate each
        // time.
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ScanAll();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);

        void ScanAll()
        {
            foreach (var chunk in chunks)
            {
                scanner.Scan(chunk);
            }
        }
    }

    [Fact]
    public static void SurviveAnyBytes() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[1, 50].Array[1, 8])
            .Sample((bytes, sizes) => Assert.Equal(Watched.InOnePiece(bytes), Watched.InPieces(bytes, sizes)));

    // Random bytes nearly never hold the needle; damaged real lines do.
    [Fact]
    public static void SurviveDamagedLines() =>
        Gen.Select(
                Gen.OneOf([.. RealAnnouncement.All.Select(real => real.Output)]),
                Gen.Select(Gen.Int[0, 2000], Gen.OneOf(Gen.Byte, Gen.OneOf("\"\\{}[]= \e\r\n:x0"u8.ToArray()))).Array[1, 12],
                Gen.Int[1, 200].Array[1, 8])
            .Sample(
                (output, damage, sizes) =>
                {
                    var damaged = output.ToArray();
                    foreach (var (at, value) in damage)
                    {
                        damaged[at % damaged.Length] = value;
                    }

                    Assert.Equal(Watched.InOnePiece(damaged), Watched.InPieces(damaged, sizes));
                },
                iter: 3000);

    // Each would take minutes if any step looked back over what it has passed.
    [Theory]
    [InlineData("a=b ", "x")]
    [InlineData("a=\"b ", "")]
    [InlineData("a=\"\\\" ", "")]
    [InlineData("{", "")]
    [InlineData("\\\"", "")]
    [InlineData("\e[", "")]
    [InlineData("\e]", "")]
    [InlineData("UPGRADE \\\"", "")]
    public static void ReadHostileLinesInTimeProportionalToTheirLength(string part, string end)
    {
        var hostile = string.Concat(Enumerable.Repeat(part, OutputScanner.LongestLine / part.Length)) + end;
        var clock = System.Diagnostics.Stopwatch.StartNew();

        _ = Watched.Line("UPGRADE \"v2\" NEEDED at height: 100: " + hostile);
        _ = Watched.Line("CONSENSUS FAILURE!!! err=\"UPGRADE " + hostile);
        _ = Watched.Line("panic: UPGRADE \\" + hostile);
        _ = Watched.Line("{\"message\":" + hostile + "UPGRADE ");
        _ = Watched.Line("{\"x\":" + new string('[', hostile.Length) + "UPGRADE ");
        _ = Watched.Line("msg=" + hostile);

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
