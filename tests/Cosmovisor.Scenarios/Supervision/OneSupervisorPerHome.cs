using Xunit;

namespace Cosmovisor.Tests.Supervision;

public static class OneSupervisorPerHome
{
    private const string Script = "[ \"$1\" = start ] || { echo \"$@\"; exit 5; }\necho ready\nexec sleep 60";

    [Fact]
    public static void ASecondIsToldWhoHoldsItAndStartsNothing()
    {
        using var home = new NodeHome().Install("genesis", Script);
        using var first = home.Start("start").AwaitOutput("ready");

        var second = home.Run("start");

        Assert.Equal((75, ""), (second.Code, second.Output));
        Assert.StartsWith($"cosmovisor: pid {first.Pid} (", second.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"already runs the node of {home.Path}: it holds {home.In("cosmovisor/lock")}", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("version")]
    [InlineData("somethingelse")]
    public static void OtherCommandsRunBesideIt(string word)
    {
        using var home = new NodeHome().Install("genesis", Script);
        using var first = home.Start("start").AwaitOutput("ready");

        var beside = home.Run(word, "x");

        Assert.Equal((5, $"{word} x\n", ""), (beside.Code, beside.Output, beside.Error));
        Assert.False(first.HasEnded);
    }

    [Fact]
    public static void HelpOfStartIsGivenBesideIt()
    {
        using var home = new NodeHome().Install("genesis", "[ \"$2\" = --help ] && { echo help; exit 0; }\necho ready\nexec sleep 60");
        using var first = home.Start("start").AwaitOutput("ready");

        Assert.Equal("help\n", home.Run("start", "--help").Output);
    }

    [Fact]
    public static void TheKernelFreesItWhenTheFirstIsKilled()
    {
        using var home = new NodeHome().Install("genesis", Script);

        using (var first = home.Start("start").AwaitOutput("ready"))
        {
            first.Signal(Run.Kill);
            _ = first.End();
        }

        using var second = home.Start("start").AwaitOutput("ready");
        Assert.False(second.HasEnded);
    }

    [Fact]
    public static void TwoHomesDoNotKnowOfEachOther()
    {
        using var home = new NodeHome().Install("genesis", Script);
        using var other = new NodeHome().Install("genesis", Script);

        using var first = home.Start("start").AwaitOutput("ready");
        using var second = other.Start("start").AwaitOutput("ready");

        Assert.False(first.HasEnded || second.HasEnded);
    }
}
