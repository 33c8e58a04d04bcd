using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Tool;

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

        Assert.Equal(0, end.Code);
        Assert.StartsWith("cosmovisorctl: this home was not run yet, so the classic contract is assumed (default). ",
            end.Error, StringComparison.Ordinal);
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
        Assert.Equal(end.Output, home.Ctl("--version").Output);
    }

    [Fact]
    public static void AWordItDoesNotKnowIsItsOwnMistakeAndNoDaemonsCommand()
    {
        using var home = new NodeHome().Install("genesis", "echo started");

        var end = home.Ctl("start");

        Assert.Equal((64, ""), (end.Code, end.Output));
        Assert.EndsWith("cosmovisorctl help lists the commands.\n", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "start", "--json", "@x", "[suggest]", "--help")]
    [InlineData("-c", "FILE", "run", "start")]
    [InlineData("run", "start", "--cosmovisor-config", "FILE")]
    public static void RunsTheNodeAsTheFirstNameDoes(params string[] arguments)
    {
        using var home =
            new NodeHome().Install("genesis", "echo \"$@\"; exit 5").Write("my.toml", "").Set("COSMOVISOR_TIMEFORMAT_LOGS", "kitchen");
        arguments = [.. arguments.Select(argument => argument.Replace("FILE", home.In("my.toml"), StringComparison.Ordinal))];

        var end = home.Ctl(arguments);

        Assert.Equal(5, end.Code);
        Assert.StartsWith("start", end.Output, StringComparison.Ordinal);
        Assert.Equal(home.Run(arguments).Output, end.Output);
        Assert.Equal(!arguments.Contains("--help"), end.Error.Contains("daemon started", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("init")]
    [InlineData("backup restore")]
    [InlineData("run")]
    [InlineData("help")]
    public static void GivesTheHelpOfACommandByEitherWord(string words)
    {
        using var home = new NodeHome();

        var end = home.Ctl(["help", .. words.Split(' ')]);

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Contains($"  cosmovisorctl {words} ", end.Output, StringComparison.Ordinal);
        Assert.Contains("-c, --cosmovisor-config <FILE>", end.Output, StringComparison.Ordinal);
        Assert.Equal(words == "run" ? end.Output : home.Ctl([.. words.Split(' '), "--help"]).Output, end.Output);
        Assert.Equal(
            end.Output.Replace("cosmovisorctl ", "cosmovisor ", StringComparison.Ordinal), home.Run(["help", .. words.Split(' ')]).Output);
    }

    [Fact]
    public static void TakesAnArgumentForWhatItIsWhateverItBeginsWith()
    {
        using var home = new NodeHome().Install("genesis", "echo started").Write("new", "#!/bin/sh\n");

        Assert.Equal((0, ""), (home.Ctl("add-upgrade", "@v2", home.In("new")).Code, home.Ctl("[suggest]").Output));
        Assert.True(File.Exists(home.In("cosmovisor/upgrades/@v2/bin/dummyd")));
    }

    [Theory]
    [InlineData(
        "add-upgrade v2 new --upgrade-height x",
        "--upgrade-height \"x\" is not a height; a height is a whole number of 1 to 9223372036854775807.")]
    [InlineData(
        "add-upgrade v2 new --upgrade-height 9223372036854775808",
        "--upgrade-height \"9223372036854775808\" is not a height; a height is a whole number of 1 to 9223372036854775807.")]
    [InlineData(
        "add-upgrade v2 new --upgrade-height=-1",
        "--upgrade-height \"-1\" is not a height; a height is a whole number of 1 to 9223372036854775807.")]
    [InlineData("backup prune --keep many", "--keep \"many\" is not a number; expected a whole number of at most 2147483647.")]
    [InlineData("help nothing", "there is no command nothing.")]
    [InlineData("nothing", "there is no command nothing.")]
    [InlineData("hlep", "there is no command hlep; is help meant?")]
    [InlineData("config --jsno", "Unrecognized command or argument '--jsno'.\ncosmovisorctl: --jsno; is --json meant?")]
    [InlineData("rollback --yes=maybe", "Unrecognized command or argument 'maybe'.")]
    public static void SaysInAnOperatorsWordsWhatIsWrong(string arguments, string reason)
    {
        using var home = new NodeHome().Install("genesis", "echo started");

        var end = home.Ctl(arguments.Split(' '));

        Assert.Equal((64, "", $"cosmovisorctl: {reason}\ncosmovisorctl help lists the commands.\n"), (end.Code, end.Output, end.Error));
    }

    [Fact]
    public static void CallsItselfWhatItWasCalled()
    {
        using var home = new NodeHome().Set("DAEMON_SHUTDOWN_GRACE", "15");

        Assert.StartsWith("cosmovisorctl: a setting is wrong", home.Ctl("config").Error, StringComparison.Ordinal);
        Assert.StartsWith("cosmovisor: a setting is wrong", home.Run("run", "start").Error, StringComparison.Ordinal);
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
