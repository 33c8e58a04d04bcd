using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>
/// Programs that run as soon as they are called, with or without flags: images start them by <c>cosmovisor run</c> alone.
/// </summary>
public static class ADaemonWithoutAStartWord
{
    private const string WritesItsPlanFile = """
        trap 'exit 0' TERM; mkdir -p "$DAEMON_HOME/data"; (umask 077; printf '{"name":"v2","height":5}' > "$DAEMON_HOME/data/upgrade-info.json"); while :; do sleep 0.05; done
        """;

    [Theory]
    [InlineData("run")]
    [InlineData("run", "--log_level", "info")]
    [InlineData("run", "--moniker", "mine")]
    public static void IsUpgradedBehindRun(params string[] words)
    {
        using var home = new NodeHome().Install("genesis", WritesItsPlanFile).Install("upgrades/v2", "echo \"v2: $*\"")
            .Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run(words);

        Assert.Equal((0, $"v2: {string.Join(' ', words[1..])}\n", "upgrades/v2"), (end.Code, end.Output, home.Current));
    }

    [Theory]
    [InlineData("--log_level", "info")]
    [InlineData]
    public static void IsUpgradedInTheClassicContract(params string[] words)
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2")
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        Assert.EndsWith("v2\n", home.Run(words).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", 75)]
    [InlineData("run --help", 0)]
    [InlineData("run --version", 0)]
    [InlineData("--home /x", 0)]
    public static void IsNotStartedTwiceByRunAndIsStillAskedForItsHelp(string second, int code)
    {
        using var home = new NodeHome().Install(
            "genesis", "case \"$*\" in '') trap 'exit 0' TERM; echo running; while :; do sleep 0.05; done;; *) echo \"$*\";; esac");
        using var first = home.Start("run").AwaitOutput("running");

        Assert.Equal(code, home.Run(second.Split(' ')).Code);
        first.Signal(Testing.Run.Terminate);
        Assert.Equal(0, first.End().Code);
    }
}
