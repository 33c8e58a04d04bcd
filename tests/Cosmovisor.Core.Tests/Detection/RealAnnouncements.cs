using Cosmovisor.Detection;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

public static class RealAnnouncements
{
    // What else a node writes, quotations of an announcement among it.
    private static readonly string[] OtherLines =
    [
        "",
        "1:00PM INF committed state app_hash=7A0C height=11859999 module=state",
        "1:00PM INF executed tx memo=\"UPGRADE \\\"v2.12\\\" NEEDED at height: 11860000: \" module=consensus",
        "{\"level\":\"info\",\"memo\":\"UPGRADE \\\"v2\\\" NEEDED at height: 5: \",\"message\":\"executed tx\"}",
        "UPGRADE \"v2\" SKIPPED at 49: ",
        "not \u00e9 UTF-16 \ud83d\ude80 \r",
        "\tgoroutine 1 [running]:",
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RealAnnouncement.All.Count)];

    [Fact]
    public static void AreAllHere() => Assert.Equal(7, RealAnnouncement.All.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public static void BecomeTheUpgradeTheyAskFor(int number)
    {
        var real = RealAnnouncement.All[number];

        var decision = Watched.Decide(Watched.Genesis(), Watched.InOnePiece(real.Output));

        Assert.Equal(real.Plan is { } plan ? new Decision.Upgrade(plan) : null, decision);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public static void AreUnderstoodCutAtAnyByte(int number)
    {
        var output = RealAnnouncement.All[number].Output;
        var expected = Watched.InOnePiece(output);

        for (var cut = 0; cut <= output.Length; cut++)
        {
            Assert.Equal(expected, Watched.InTwoPieces(output, cut));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public static void AreUnderstoodByteForByte(int number)
    {
        var output = RealAnnouncement.All[number].Output;

        Assert.Equal(Watched.InOnePiece(output), Watched.InPieces(output, [1]));
    }

    [Fact]
    public static void AreUnderstoodAmongOtherLinesHoweverTheReadsFall() =>
        Gen.Select(Gen.OneOf([.. RealAnnouncement.All]), Gen.Int[0, OtherLines.Length - 1].Array[0, 12], Gen.Int[1, 90].Array[1, 40])
            .Sample((real, others, sizes) =>
            {
                var between = others.Select(other => OtherLines[other]).ToArray();
                var output = Watched.Output([.. between, .. real.Lines.SelectMany(line => (string[])[line, .. between])]);

                Assert.Equal(Watched.InOnePiece(real.Output), Watched.InPieces(output, sizes));
            });
}
