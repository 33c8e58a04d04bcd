using System.Text;
using Cosmovisor.Backups;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class SignStates
{
    [Theory]
    [InlineData("""{"height":"100","round":1,"step":3,"signature":"abc","signbytes":"00"}""", 100, 1, 3)]
    [InlineData("""{"height":100,"round":"1","step":3}""", 100, 1, 3)]
    [InlineData("""{"height":"0","round":0,"step":0}""", 0, 0, 0)]
    [InlineData("""{"height":"7"}""", 7, 0, 0)]
    public static void AreReadAsCometBftWritesThem(string json, long height, long round, long step)
    {
        Assert.True(SignState.Parse(Encoding.UTF8.GetBytes(json)).IsOk(out var state, out _));
        Assert.Equal(new SignState(height, round, step), state);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"height":"x"}""")]
    [InlineData("""{"height":-1}""")]
    [InlineData("""{"height":1.5}""")]
    [InlineData("""{"height":null}""")]
    [InlineData("""{"height":"1","round":{}}""")]
    [InlineData("""{"height":"1","step":"99999999999999999999"}""")]
    public static void ThatCannotBeReadAreNeverTakenForAnOldOne(string json) =>
        Assert.False(SignState.Parse(Encoding.UTF8.GetBytes(json)).IsOk(out _, out _));

    [Fact]
    public static void NoBytesWhateverThrow() =>
        Gen.Byte.Array.Sample(bytes => Answer.IsWhole(SignState.Parse(bytes), state => state.Height >= 0));

    [Theory]
    [InlineData(10, 0, 0, 9, 9, 9, true)]
    [InlineData(10, 1, 0, 10, 0, 3, true)]
    [InlineData(10, 1, 2, 10, 1, 1, true)]
    [InlineData(10, 1, 2, 10, 1, 2, false)]
    [InlineData(9, 9, 9, 10, 0, 0, false)]
    public static void AreComparedByHeightThenRoundThenStep(
        long height, long round, long step, long otherHeight, long otherRound, long otherStep, bool after) =>
        Assert.Equal(after, new SignState(height, round, step).IsAfter(new SignState(otherHeight, otherRound, otherStep)));

    [Theory]
    [InlineData("[]", "it is not a JSON object")]
    [InlineData("""{"height":"x"}""", "it has no whole number \"height\"")]
    [InlineData("""{"height":"5","round":-1}""", "it has no whole number \"round\"")]
    [InlineData("""{"height":"5","round":0,"step":1.5}""", "it has no whole number \"step\"")]
    public static void ThatAreNoneSayWhy(string json, string why)
    {
        Assert.False(SignState.Parse(System.Text.Encoding.UTF8.GetBytes(json)).IsOk(out _, out var reason));
        Assert.Equal(why, reason);
    }

    [Fact]
    public static void AreToldByHeightRoundAndStep() => Assert.Equal("height 5, round 1, step 3", new SignState(5, 1, 3).ToString());
}
