using Cosmovisor.Backups;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>What a validator has signed, and a restore must not forget.</summary>
public static class TheSignStateOfARestore
{
    [Fact]
    public static void KeepsTheNewerSignStateWhereTheNodeKeepsIt()
    {
        using var node = new BackedUpNode();
        _ = node.Write("signer/state.json", State("100", 0, 3));
        _ = node.Take();
        _ = node.Write("signer/state.json", State("200", 0, 3));

        _ = node.Restore(options: new RestoreOptions(SignStateFile: "signer/state.json"));

        Assert.Equal(State("200", 0, 3), node.Text("signer/state.json"));
    }

    [Theory]
    [InlineData("100", 0, 3, "200", 0, 1, "200")]
    [InlineData("100", 0, 3, "100", 1, 0, "100")]
    [InlineData("100", 0, 1, "100", 0, 3, "100")]
    [InlineData("100", 0, 3, "50", 0, 3, "100")]
    public static void KeepsTheSignStateThatHasSignedFurthest(
        string oldHeight, int oldRound, int oldStep, string nowHeight, int nowRound, int nowStep, string expected)
    {
        using var node = new BackedUpNode();
        _ = node.Write(SignState.FileName, State(oldHeight, oldRound, oldStep));
        _ = node.Take();
        _ = node.Write(SignState.FileName, State(nowHeight, nowRound, nowStep));

        var done = node.Restore();

        var further = long.Parse(nowHeight) > long.Parse(oldHeight)
            || (nowHeight == oldHeight && (nowRound, nowStep).CompareTo((oldRound, oldStep)) > 0);
        Assert.Equal(further ? State(nowHeight, nowRound, nowStep) : State(oldHeight, oldRound, oldStep), node.Text(SignState.FileName));
        Assert.Contains($"height {expected}", done.SignState, StringComparison.Ordinal);
        Assert.Equal(State(oldHeight, oldRound, oldStep), File.ReadAllText(Path.Join(node.Place("v2"), SignState.FileName)));
    }

    [Fact]
    public static void TakesTheBackupsSignStateOnlyWhenTold()
    {
        using var node = new BackedUpNode();
        _ = node.Write(SignState.FileName, State("100", 0, 3));
        _ = node.Take();
        _ = node.Write(SignState.FileName, State("200", 0, 3));

        _ = node.Restore("v2", new RestoreOptions(OldSignState: true));

        Assert.Equal(State("100", 0, 3), node.Text(SignState.FileName));
    }

    [Theory]
    [InlineData(null, "is not there")]
    [InlineData("{\"height\":\"x\"}", "cannot be read")]
    public static void IsRefusedWhenNobodyCanTellWhatWasSigned(string? now, string says)
    {
        using var node = new BackedUpNode();
        _ = node.Write(SignState.FileName, State("100", 0, 3));
        _ = node.Take();
        File.Delete(Path.Join(node.Data, SignState.FileName));
        _ = now is null ? "" : node.Write(SignState.FileName, now);
        var before = Seen.Of(node.Data);

        var refused = Assert.Throws<RefusedException>(() => node.Restore());

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--unsafe-old-sign-state", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Seen.Of(node.Data));
        Assert.False(Directory.Exists($"{node.Data}.restoring"));
    }

    [Fact]
    public static void KeepsTheContentOfASignStateThatIsALink()
    {
        using var node = new BackedUpNode();
        using var disk = new BackedUpNode();
        _ = node.Write(SignState.FileName, State("100", 0, 3));
        _ = node.Take();
        File.Delete(Path.Join(node.Data, SignState.FileName));
        _ = File.CreateSymbolicLink(Path.Join(node.Data, SignState.FileName), disk.Write("state.json", State("200", 0, 3)));

        _ = node.Restore();

        Assert.Equal(State("200", 0, 3), node.Text(SignState.FileName));
    }

    private static string State(string height, int round, int step) => $$"""{"height":"{{height}}","round":{{round}},"step":{{step}}}""";
}
