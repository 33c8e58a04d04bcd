using Cosmovisor.Detection;
using Cosmovisor.Plans;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>tests/data/real-lines.txt: what nodes of SDK 0.42 to 0.55 printed, with colours, as JSON, on either stream.</summary>
public static class RealLines
{
    private static readonly Line[] All =
    [
        .. File.ReadLines(Repository.In("tests", "data", "real-lines.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => new Line(line[0], line[2..line.IndexOf(']', StringComparison.Ordinal)],
                line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..].Replace("\\e", "\e", StringComparison.Ordinal))),
    ];

    private static readonly string[] Versions =
        ["v0.42.11", "v0.45.16", "v0.46.16", "v0.47.9", "v0.50.15", "v0.53.8", "v0.54.4", "v0.55.0"];

    [Fact]
    public static void AreOfEveryEra() =>
        Assert.All(Versions, version => Assert.Contains(All, line => line.Source.StartsWith('[' + version, StringComparison.Ordinal)));

    [Fact]
    public static void MeanWhatTheyMeanAndNoOtherMeansAnything() =>
        Assert.Empty(All.Where(line => KindOf(Watched.InOnePiece(Watched.Output(line.Text))) != line.Kind)
            .Select(line => $"{line.Source} {line.Text}"));

    [Fact]
    public static void MeanTheSameWhereHeightsAreLookedAtToo() =>
        Assert.Empty(All.Where(line => line.Kind != '-'
            && KindOf(Watched.InPieces(Watched.Output(line.Text), [4096], heights: true)) != line.Kind).Select(line => line.Text));

    [Fact]
    public static void TellTheirWholePlanWhereTheNodeHalts() =>
        Assert.All(All.Where(line => line.Kind == 'H'),
            line => Assert.NotNull(Assert.IsType<Observation.Halted>(Watched.Line(line.Text)).Plan));

    // The info has text behind its JSON and ends in a word that looks like a logger's. Without colours nothing tells that word apart, and
    // it goes.
    [Theory]
    [InlineData("v0.42.11 J42error|err")]
    [InlineData("v0.45.16 J45error|err")]
    [InlineData("v0.47.9 J47error|out")]
    [InlineData("v0.50.15 Z50|1out")]
    [InlineData("v0.50.15 J50infonc|out", " module=x")]
    public static void KeepTheTextBehindTheJsonOfAnInfo(string source, string lost = "")
    {
        const string Info =
            """{"binaries":{"linux/amd64":"https://HOST/simd v2.tgz?checksum=sha256:00","any":"x"}} tail "quoted" module=x""";
        var announced = Announced(source).Info.Replace("example.invalid", "HOST", StringComparison.Ordinal)
            .Replace("127.0.0.1:1", "HOST", StringComparison.Ordinal);

        Assert.Equal(Info, announced + lost);
    }

    [Fact]
    public static void LoseTheLoggersTailBehindAnEmptyInfo() =>
        Assert.All(All.Where(line => line.Kind == 'A' && line.Text.Contains(": \e[0m", StringComparison.Ordinal)), line =>
            Assert.Equal("", Assert.IsType<Observation.Announced>(Watched.Line(line.Text)).Plan.Info));

    [Theory]
    // the whole line is coloured
    [InlineData("\e[31;1mE[2021-01-02|03:04:05.678] UPGRADE \"v2\" NEEDED at height: 5: go             module=x/upgrade \e[0m", "go")]
    [InlineData("\e[31mERR\e[0m UPGRADE \"v2\" NEEDED at height: 5: {\"a\":1} module=x/upgrade", "{\"a\":1}")] // only its level
    [InlineData("\e[31mERR\e[0m UPGRADE \"v2\" NEEDED at height: 5: {\"a\":1} and more=text", "{\"a\":1} and more=text")]
    [InlineData("\e[31mERR\e[0m \e[1mUPGRADE \"v2\" NEEDED at height: 5: a=b\e[0m", "a=b")]
    [InlineData("ERR UPGRADE \"v2\" NEEDED at height: 5: {\"a\":1} more text module=x", "{\"a\":1} more text")]
    [InlineData("ERR UPGRADE \"v2\" NEEDED at height: 5: {\"a\":1} module=x", "{\"a\":1}")]
    public static void EndTheirInfoWhereTheColoursSay(string line, string info) =>
        Assert.Equal(new Observation.Announced(Watched.Plan("v2", 5, info)), Watched.Line(line));

    private static UpgradePlan Announced(string source) =>
        Assert.Single(All.Where(line => line.Kind == 'A'
            && line.Source == '[' + source).Select(line => Watched.Line(line.Text)).OfType<Observation.Announced>()).Plan;

    private static char KindOf(IReadOnlyList<Observation> seen) => seen switch
    {
        [] => '-',
        [Observation.Announced] => 'A',
        [Observation.Halted] => 'H',
        [Observation.BinaryAhead] => 'B',
        [Observation.NeedsVersion] => 'N',
        [Observation.HaltHeightReached] => 'X',
        [Observation.ResultDiffers] => 'D',
        _ => '?',
    };

    private sealed record Line(char Kind, string Source, string Text);
}
