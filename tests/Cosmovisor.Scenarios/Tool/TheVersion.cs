using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Cosmovisor.Tests.Tool;

/// <summary><c>version</c> in the sdk contract: ours and the daemon's.</summary>
public static partial class TheVersion
{
    private const string Answers = """
        if [ "$*" = "version --long --output json" ]; then echo 'warning: old config' >&2; printf '{"name":"sim","deps":["%s"],\n "version":"v1"}\n' "$(head -c 20000 /dev/zero | tr '\0' x)"; else echo "daemon's $*"; exit 7; fi
        """;

    [Fact]
    public static void InTextIsOursAndThenWhateverTheDaemonSays()
    {
        using var home = Sdk().Install("genesis", Answers);

        var end = home.Run("version", "--long");

        Assert.Matches(@"^cosmovisor version: v\d+\.\d+\.\d+\ndaemon's version --long\n$", end.Output);
        Assert.Equal((7, ""), (end.Code, end.Error));
        Assert.Equal(end.Output, home.Run("--version", "--long").Output);
    }

    [Theory]
    [InlineData("-o", "json")]
    [InlineData("--output", "json")]
    [InlineData("--output=json", null)]
    public static void AsJsonIsOneObject(string word, string? next)
    {
        using var home = Sdk().Install("genesis", Answers);

        var end = home.Run(["version", word, .. next is null ? Array.Empty<string>() : [next]]);

        Assert.Equal((0, ""), (end.Code, end.Error));
        using var json = JsonDocument.Parse(end.Output);
        Assert.Equal("v1", json.RootElement.GetProperty("app_version").GetProperty("version").GetString());
        Assert.Equal(20000, json.RootElement.GetProperty("app_version").GetProperty("deps")[0].GetString()!.Length);
        Assert.Matches(Number(), json.RootElement.GetProperty("cosmovisor_version").GetString());
        Assert.Single(end.Output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("echo '{\"version\":\"v1\"}'; echo 'warning: {old} config' >&2")]
    [InlineData("echo 'warning: {old} config' >&2; echo '{\"version\":\"v1\"}'")]
    [InlineData("echo '{\"version\":\"v1\"}' >&2")]
    public static void AsJsonIsWhatTheDaemonAnswersAndNotWhatItWarnsOf(string daemon)
    {
        using var home = Sdk().Install("genesis", daemon);

        var end = home.Run("version", "-o", "json");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.EndsWith("\"app_version\":{\"version\":\"v1\"}}\n", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfADaemonThatGivesALongAnswerIsToldInAFewWords()
    {
        using var home = Sdk().Install("genesis", "head -c 100000 /dev/zero | tr '\\0' x");

        var end = home.Run("version", "-o", "json");

        Assert.Contains($"got: {new string('x', 200)}… (100000 characters) - ", end.Error, StringComparison.Ordinal);
        Assert.InRange(end.Error.Length, 200, 600);
    }

    [Fact]
    public static void OfOursAloneNeedsNoSettings()
    {
        using var nowhere = new NodeHome().Set("DAEMON_HOME", "").Set("DAEMON_NAME", "").Set("COSMOVISOR_PROFILE", "sdk");

        Assert.Matches(@"^cosmovisor version: v\d+\.\d+\.\d+\n$", nowhere.Run("version", "--cosmovisor-only").Output);
        Assert.Matches(
            @"^\{""cosmovisor_version"":""v\d+\.\d+\.\d+""\}\n$", nowhere.Run("version", "--cosmovisor-only", "-o", "json").Output);
        Assert.Matches(
            @"^\{""cosmovisor_version"":""v\d+\.\d+\.\d+""\}\n$", nowhere.Ctl("version", "--cosmovisor-only", "-o", "json").Output);
    }

    [Fact]
    public static void WithoutSettingsIsOursAndTheWordThatNoDaemonWasAsked()
    {
        using var nowhere = new NodeHome().Set("DAEMON_HOME", "").Set("DAEMON_NAME", "");

        var (text, json) = (nowhere.Run("version"), nowhere.Run("version", "--output", "json"));

        Assert.Equal((0, 0), (text.Code, json.Code));
        Assert.Matches(@"^cosmovisor version: v\d+\.\d+\.\d+\n$", text.Output);
        Assert.Matches(@"^\{""cosmovisor_version"":""v\d+\.\d+\.\d+""\}\n$", json.Output);
        Assert.Equal(
            ("cosmovisor: DAEMON_HOME is not set, so no daemon was asked for its version\n", text.Error), (text.Error, json.Error));
    }

    [Theory]
    [InlineData("run start", "", true)]
    [InlineData("start", "", false)]
    [InlineData("", "UNSAFE_SKIP_BACKUP", true)]
    [InlineData("", "DAEMON_RESTART_AFTER_UPGRADE", false)]
    [InlineData("start", "UNSAFE_SKIP_BACKUP", false)]
    public static void IsOursInAHomeOfTheSdksCosmovisorAndTheDaemonsElsewhere(string lastRun, string variable, bool isOurs)
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"");

        if (lastRun.Length > 0)
        {
            _ = home.Run(lastRun.Split(' '));
        }

        _ = variable.Length > 0 ? home.Set(variable, "true") : home;
        var end = home.Run("version");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.EndsWith("the daemon's version\n", end.Output, StringComparison.Ordinal);
        Assert.Equal(isOurs, end.Output.StartsWith("cosmovisor version: v", StringComparison.Ordinal));
    }

    [Fact]
    public static void IsTheDaemonsWhereTheProfileSaysClassicWhateverWasRunBefore()
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"").Set("COSMOVISOR_PROFILE", "classic")
            .Set("UNSAFE_SKIP_BACKUP", "true");
        _ = home.Run("run", "start");

        Assert.Equal("the daemon's version\n", home.Run("version").Output);
    }

    [Theory]
    [InlineData("echo v1.2.3", "can't print version output, expected valid json from APP, got: v1.2.3 - ")]
    [InlineData("echo broken >&2; exit 3", "failed to run version command: ")]
    [InlineData("kill -9 $$", "was killed by")]
    public static void OfADaemonThatGivesNoJsonIsToldWithItsOwnWords(string daemon, string told)
    {
        using var home = Sdk().Install("genesis", daemon);

        var end = home.Run("version", "-o", "json");

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains(told, end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfAMissingDaemonIsToldAsSuch()
    {
        using var home = Sdk().Write("cosmovisor/genesis/bin/.keep", "");

        Assert.Equal(66, home.Run("version", "-o", "json").Code);
    }

    private static NodeHome Sdk() => new NodeHome().Set("COSMOVISOR_PROFILE", "sdk");

    [GeneratedRegex(@"^v\d+\.\d+\.\d+$")]
    private static partial Regex Number();
}
