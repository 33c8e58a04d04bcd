using Cosmovisor.Supervision;
using CsCheck;
using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>What stands in <c>cosmovisor/lock</c>.</summary>
public static class LockTexts
{
    [Theory]
    [InlineData("4711      \nsdk     node \n", 4711, Contract.Sdk, true)]
    [InlineData("4711      \nclassic node \n", 4711, Contract.Classic, true)]
    [InlineData("1         \n        other\n", 1, null, false)]
    [InlineData("4711      \n", 4711, null, true)]
    [InlineData("4711", 4711, null, true)]
    [InlineData("", null, null, true)]
    [InlineData("x\nsdk", null, Contract.Sdk, true)]
    [InlineData("-1\ny", null, null, true)]
    internal static void AreReadWhateverTheyLack(string text, int? pid, Contract? lastRun, bool isNode) =>
        Assert.Equal(new LockText(pid, lastRun, isNode), LockText.Parse(text));

    [Fact]
    public static void AreAllOfOneLengthAndReadAsTheyWereWritten() =>
        Gen.Select(
            Gen.Int[1, int.MaxValue],
            Gen.Int[0, 2].Select(i => i switch { 0 => Contract.Sdk, 1 => Contract.Classic, _ => (Contract?)null }),
            Gen.Bool).Sample((pid, contract, isNode) =>
        {
            var text = new LockText(pid, contract, isNode);
            return text.ToString().Length == 25 && LockText.Parse(text.ToString()) == text;
        });

    [Fact]
    public static void KeepTheContractOfTheNodeWhenSomethingElseRuns()
    {
        var node = LockText.Parse("1\n").Next(2, Contract.Sdk, isNode: true);

        Assert.Equal(new LockText(2, Contract.Sdk, true), node);
        Assert.Equal(new LockText(3, Contract.Sdk, false), node.Next(3, Contract.Classic, isNode: false));
        Assert.Equal(new LockText(3, Contract.Classic, true), node.Next(3, Contract.Classic, isNode: true));
    }

    [Fact]
    public static void OfAnyTextAreRead() => Gen.String.Sample(text => LockText.Parse(text) is not null);
}
