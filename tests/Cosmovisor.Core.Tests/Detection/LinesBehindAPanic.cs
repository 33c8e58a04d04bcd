using System.Text;
using Cosmovisor.Detection;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>A panic prints the text of an error as it is, and the text may be a stranger's, with line breaks in it.</summary>
public static class LinesBehindAPanic
{
    private const string Gift = "UPGRADE \"gift\" NEEDED at height: 5: {}";

    public static TheoryData<string> FirstLines => new(
        "panic: cannot pay out memo hello",
        "panic: runtime error: index out of range [7] with length 2",
        "fatal error: all goroutines are asleep - deadlock!",
        "runtime error: invalid memory address or nil pointer dereference",
        "runtime: goroutine stack exceeds 1000000000-byte limit",
        "goroutine 1 [running]:",
        "goroutine 103 gp=0xc000 m=3 mp=0xc001 [running]:");

    [Theory]
    [MemberData(nameof(FirstLines))]
    public static void AnnounceNothingAndAreTold(string first) => Gen.Int[1, 40].Array[1, 6].Sample(
        sizes =>
        {
            var seen = Watched.InPieces(Watched.Output("9:01PM INF starting", first, Gift, "", "main.main()", "9:02PM ERR " + Gift), sizes);

            Assert.Equal(2, seen.Count);
            Assert.All(seen, one => Assert.Contains(
                "\"gift\" comes after a panic", Assert.IsType<Observation.Unusable>(one).Reason, StringComparison.Ordinal));
        },
        iter: 20);

    [Theory]
    [MemberData(nameof(FirstLines))]
    public static void AreNoHaltWithoutAnAnnouncementBefore(string first) =>
        Assert.Equal(
            new Decision.Exit(2),
            Watched.Decide(
                Watched.Genesis(),
                [.. Watched.InOnePiece(Watched.Output(first, "panic: " + Gift, "\tpanic: " + Gift, Gift)), Watched.Exit(2)]));

    [Theory]
    [InlineData("\t")]
    [InlineData(" ")]
    [InlineData("  ")]
    [InlineData("\t9:01PM ERR ")]
    public static void AreNoMessageWhereTheyAreIndented(string indent)
    {
        Assert.Null(Watched.Line(indent + Gift));
        Assert.Null(Watched.Line(indent + "panic: " + Gift));
        Assert.Null(Watched.Line(indent + "{\"message\":\"UPGRADE \\\"gift\\\" NEEDED at height: 5: \"}"));
    }

    [Fact]
    public static void StillHaltForWhatWasAnnouncedBefore() =>
        Assert.Equal(
            [new Observation.Announced(Watched.Plan("v2", 5)), new Observation.Halted("v2", Watched.Plan("v2", 5)), new Observation.Halted(
                "v2")],
            Watched.InOnePiece(Watched.Output(
                "9:01PM ERR UPGRADE \"v2\" NEEDED at height: 5: ",
                "panic: UPGRADE \"v2\" NEEDED at height: 5:  [recovered]",
                "\tpanic: UPGRADE \"v2\" NEEDED at height: 5: ",
                "panic: UPGRADE \"v2\" NEEDED at height: 5: ")));

    [Theory]
    [InlineData("9:01PM INF panic: cannot pay")] // a logger's own message
    [InlineData("\tpanic: of a message of several lines")]
    [InlineData("2021/01/02 03:04:05 goroutine 5 [running]:")]
    [InlineData("panicked, and went on")]
    [InlineData("goroutines 12 [all]")]
    [InlineData("goroutine x [running]")]
    [InlineData("error during sync")]
    public static void HaveNothingToDoWithOtherLines(string line) =>
        Assert.Equal([new Observation.Announced(Watched.Plan("gift", 5, "{}"))], Watched.InOnePiece(Watched.Output(line, Gift)));

    [Fact]
    public static void AreFoundWhereverTheyStandInAChunk()
    {
        for (var before = 0; before < 300; before++)
        {
            var output = Encoding.UTF8.GetBytes(new string('x', before) + "\npanic: a\n" + Gift + "\n");

            Assert.IsType<Observation.Unusable>(Assert.Single(Watched.InOnePiece(output)));
        }
    }
}
