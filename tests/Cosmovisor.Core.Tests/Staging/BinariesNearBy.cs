using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>A binary that is not in its place mostly lies near by, and the operator is told where.</summary>
public static class BinariesNearBy
{
    private const string Folder = "/h/cosmovisor/upgrades/v2";

    [Theory]
    [InlineData(
        "simd",
        "",
        "It is one folder too high, at /h/cosmovisor/upgrades/v2/simd: mkdir -p /h/cosmovisor/upgrades/v2/bin && mv /h/cosmovisor/upgrades/v2/simd /h/cosmovisor/upgrades/v2/bin/")]
    [InlineData(
        "simd", "gaiad",
        "It is one folder too high, at /h/cosmovisor/upgrades/v2/simd: mkdir -p /h/cosmovisor/upgrades/v2/bin && mv /h/cosmovisor/upgrades/v2/simd /h/cosmovisor/upgrades/v2/bin/")]
    [InlineData("", "gaiad",
        "/h/cosmovisor/upgrades/v2/bin holds gaiad and no simd. If that is the daemon: ln -s gaiad /h/cosmovisor/upgrades/v2/bin/simd")]
    [InlineData(
        "simd-v2", "",
        "/h/cosmovisor/upgrades/v2 holds simd-v2. If that is the daemon: mkdir -p /h/cosmovisor/upgrades/v2/bin && mv /h/cosmovisor/upgrades/v2/simd-v2 /h/cosmovisor/upgrades/v2/bin/simd")]
    [InlineData("", "", "/h/cosmovisor/upgrades/v2 is there, and holds no program")]
    public static void AreNamedWithTheCommandThatMovesThem(string inFolder, string inBin, string hint) =>
        Assert.Equal(hint, new AroundABinary(Folder, List(inFolder), List(inBin), [], IsThere: true).Hint("simd"));

    [Theory]
    [InlineData("v2", "", "There is no folder in upgrades/ yet")]
    [InlineData("v2", "alpha beta", "upgrades/ holds alpha, beta")]
    [InlineData(
        "v2.0.0", "v2-0-0", "upgrades/ holds v2-0-0; is v2-0-0 meant? mv /h/cosmovisor/upgrades/v2-0-0 /h/cosmovisor/upgrades/v2.0.0")]
    [InlineData("v2.0.0", "alpha 2.0.0",
        "upgrades/ holds 2.0.0, alpha; is 2.0.0 meant? mv /h/cosmovisor/upgrades/2.0.0 /h/cosmovisor/upgrades/v2.0.0")]
    [InlineData("v2.0.0", "2-0-0 v2.0.1", // the same in other words comes before the nearest
        "upgrades/ holds 2-0-0, v2.0.1; is 2-0-0 meant? mv /h/cosmovisor/upgrades/2-0-0 /h/cosmovisor/upgrades/v2.0.0")]
    [InlineData(
        "galaxy", "Galaxi", "upgrades/ holds Galaxi; is Galaxi meant? mv /h/cosmovisor/upgrades/Galaxi /h/cosmovisor/upgrades/galaxy")]
    public static void OfAMisspeltFolderAreFoundByTheNearestName(string wanted, string versions, string hint) =>
        Assert.Equal(hint, new AroundABinary($"/h/cosmovisor/upgrades/{wanted}", [], [], List(versions), IsThere: false).Hint("simd"));

    [Fact]
    public static void AreNotListedWithoutEnd()
    {
        var hint = new AroundABinary(Folder, [], [], [.. Enumerable.Range(10, 12).Select(i => $"zebra{i}")], IsThere: false).Hint("simd");

        Assert.EndsWith("zebra17 and 4 more", hint, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreAllListedUpToEight() => Assert.Equal(
        "upgrades/ holds zebra0, zebra1, zebra2, zebra3, zebra4, zebra5, zebra6, zebra7",
        new AroundABinary(Folder, [], [], [.. Enumerable.Range(0, 8).Select(i => $"zebra{i}")], IsThere: false).Hint("simd"));

    [Fact]
    public static void AreNotGuessedWhereNothingTells() =>
        Assert.Null(new AroundABinary("/h/cosmovisor/genesis", [], [], null, IsThere: false).Hint("simd"));

    private static string[] List(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
