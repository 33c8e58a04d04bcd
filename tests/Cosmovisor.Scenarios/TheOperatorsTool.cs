using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary><c>cosmovisorctl</c>: the same executable under its second name.</summary>
public static partial class TheOperatorsTool
{
    [Fact]
    public static void Help()
    {
        using var home = new NodeHome();

        var end = home.Ctl("help");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Approved.Is(end.Output);
        Assert.Equal(end.Output, home.Ctl().Output);
    }

    [Fact]
    public static void Config()
    {
        using var home = new NodeHome().Set("DAEMON_RESTART_AFTER_UPGRADE", "true");

        var end = home.Ctl("config");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Approved.Is(Masked.Text(end.Output, home));
    }

    [Fact]
    public static void ConfigShowsTheValuesAndThenWhatIsWrongWithThem()
    {
        using var home = new NodeHome().Set("DAEMON_SHUTDOWN_GRACE", "15");

        var end = home.Ctl("config");

        Assert.Equal(78, end.Code);
        Assert.Contains("\n  DAEMON_SHUTDOWN_GRACE: 15\n", end.Output, StringComparison.Ordinal);
        Assert.Contains("DAEMON_SHUTDOWN_GRACE must be a duration", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void Version()
    {
        using var home = new NodeHome();

        var end = home.Ctl("version");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Approved.Is(Varying().Replace(end.Output, "$1 ..."));
    }

    [Fact]
    public static void AWordItDoesNotKnowIsItsOwnMistakeAndNoDaemonsCommand()
    {
        using var home = new NodeHome().Install("genesis", "echo started");

        var end = home.Ctl("start");

        Assert.Equal((64, ""), (end.Code, end.Output));
        Assert.EndsWith("cosmovisorctl help lists the commands.\n", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void TheFirstNameGivesItsWordsToTheDaemon()
    {
        using var home = new NodeHome().Install("genesis", "echo the daemon\\'s \"$1\"");

        Assert.All(["version", "config", "help"], word => Assert.Equal($"the daemon's {word}\n", home.Run(word).Output));
    }

    [Theory]
    [InlineData("help")]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData(null)]
    public static void TheFirstNameGivesHelpInTheSdkContract(string? word)
    {
        using var home = new NodeHome().Install("genesis", "echo started").Set("COSMOVISOR_PROFILE", "sdk");

        var end = home.Run([.. word is null ? Array.Empty<string>() : [word]]);

        Assert.Equal((0, "", home.Ctl("help").Output), (end.Code, end.Error, end.Output));
    }

    [Theory]
    [InlineData("add-upgrade")]
    [InlineData("add-batch-upgrade")]
    [InlineData("prepare-upgrade")]
    [InlineData("show-upgrade-info")]
    public static void EachCommandOfTheSdkHasAHelpOfItsOwn(string word)
    {
        using var home = new NodeHome();

        var end = home.Run(word, "--help");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Contains(word, end.Output, StringComparison.Ordinal);
    }

    [GeneratedRegex("^((?:Version|Commit|Built) *:).*$", RegexOptions.Multiline)]
    private static partial Regex Varying();
}
