using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>One binary ends and the next begins, and neither is blamed for the other.</summary>
public static class BetweenTwoLives
{
    [Theory]
    [InlineData("{0}; {0}; exec sleep 60")] // a node may say it twice before it is stopped
    [InlineData("{0}; trap '{1}; exit' TERM; while :; do sleep 0.02; done")] // or once more while it is
    [InlineData("{0}; (sleep 0.05; {0}) & exec sleep 60")] // or have it said by a child
    public static void TheOldOnesLastWordsAreNotTheNewOnes(string script)
    {
        var halt = Sentences.Halt("chain2").ReplaceLineEndings("; ");
        using var home = new NodeHome().Install("genesis", script.Replace("{0}", halt, StringComparison.Ordinal).Replace("{1}", halt.Replace("'", "'\\''", StringComparison.Ordinal), StringComparison.Ordinal));
        home.InstallUpgrade("chain2", "sleep 0.2; echo the new one; exit 7");
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";

        var end = home.Run("start");

        Assert.Equal("", end.Error);
        Assert.EndsWith("the new one\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(7, end.Code);
    }
}
