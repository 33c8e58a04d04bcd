using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>
/// <c>init</c>, <c>config</c>, <c>version</c>, <c>help</c> behind <c>cosmovisor</c>, in a home that nothing makes an sdk one.
/// </summary>
public static class WordsThatADaemonHasToo
{
    private const string OurHelp = "cosmovisor runs a Cosmos node";
    private const string OurVersion = "cosmovisor version: ";

    public static TheoryData<string, string, string> NoDaemon
    {
        get
        {
            var data = new TheoryData<string, string, string>();

            foreach (var (home, name) in new[] { ("", ""), (
                "HOME", ""), ("", "dummyd"), ("./home", "dummyd"), ("HOME", "a/b"), ("HOME", "dummyd"), ("HOME/nowhere", "dummyd") })
            {
                data.Add(home, name, "help");
                data.Add(home, name, "--help");
                data.Add(home, name, "-h");
                data.Add(home, name, "");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NoDaemon))]
    public static void AreOursWhereThereIsNoDaemonToHaveThem(string daemonHome, string name, string word)
    {
        using var home = new NodeHome().Set("DAEMON_NAME", name);
        home.Settings["DAEMON_HOME"] = daemonHome.Replace("HOME", home.Path, StringComparison.Ordinal);

        var end = home.Run([.. word.Length > 0 ? [word] : Array.Empty<string>()]);

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.StartsWith(OurHelp, end.Output, StringComparison.Ordinal);
        Assert.Equal("cosmovisor", home.Tree());
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public static void SayWhatWeAreBeforeTheySayWhatIsMissing(string word)
    {
        using var home = new NodeHome();

        var end = home.Run(word);

        Assert.Equal(66, end.Code);
        Assert.StartsWith(OurVersion, end.Output, StringComparison.Ordinal);
        Assert.StartsWith("cosmovisor: there is no daemon binary at ", end.Error, StringComparison.Ordinal);
        Assert.Equal("cosmovisor", home.Tree());
    }

    [Fact]
    public static void ShowTheSettingsOfTheSdkContractUnlessTheProfileSaysOtherwise()
    {
        using var home = new NodeHome();

        Assert.Contains("  the sdk contract (called as cosmovisor)\n", home.Run("config").Output, StringComparison.Ordinal);
        Assert.Contains("  the classic contract (COSMOVISOR_PROFILE)\n", home.Set("COSMOVISOR_PROFILE", "classic").Run("config").Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "run", "started: start\n")]
    [InlineData("sdk", "run", "started: start\n")]
    [InlineData("classic", "start", "started: start\n")]
    public static void MakeAHomeOutOfNothing(string profile, string word, string output)
    {
        using var home = new NodeHome().Write("simd", "#!/bin/sh\necho \"started: $*\"\n").Set("COSMOVISOR_PROFILE", profile);
        home.Settings["DAEMON_HOME"] = home.In("new");

        var made = home.Run("init", home.In("simd"));

        Assert.Equal((0, ""), (made.Code, made.Output));
        Assert.Equal(output, home.Run(word == "run" ? ["run", "start"] : ["start"]).Output);
        Assert.Equal(
            profile == "classic",
            File.ReadAllText(home.In("new/cosmovisor/config.toml")).Contains("cosmovisor_profile = \"classic\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("current")]
    [InlineData("genesis/bin/dummyd")]
    public static void AreTheDaemonsWhereOneCouldBe(string link)
    {
        using var home = new NodeHome().Write("cosmovisor/genesis/bin/.keep", "");
        _ = File.CreateSymbolicLink(home.In($"cosmovisor/{link}"), "nowhere");

        Assert.All(["init", "config", "version", "help", "--help"], word =>
        {
            var end = home.Run(word);
            Assert.NotEqual(0, end.Code);
            Assert.Equal("", end.Output);
            Assert.Contains(home.In("cosmovisor/"), end.Error, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("version", "--cosmovisor-only")]
    [InlineData("--version", "--cosmovisor-only")]
    [InlineData("version", "--cosmovisor-only", "-o", "text")]
    public static void AreOursWhenTheyAskForUsAlone(params string[] arguments)
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"");

        var end = home.Run(arguments);

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Matches(@"^cosmovisor version: v\d+\.\d+\.\d+\n$", end.Output);
    }

    [Theory]
    [InlineData("config --cosmovisor-config FILE", "Configurable Values:")]
    [InlineData("--cosmovisor-config FILE config", "Configurable Values:")]
    [InlineData("--cosmovisor-config=FILE version", OurVersion)]
    [InlineData("help --cosmovisor-config FILE", OurHelp)]
    [InlineData("init --cosmovisor-config FILE --help", "Description:")]
    [InlineData("-c FILE show-upgrade-info", "No upgrade info found at ")]
    [InlineData("-c FILE run version", "the daemon's version\n")]
    public static void AreOursWithAFlagThatNoDaemonHas(string arguments, string output)
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"").Write("my.toml", "daemon_restart_delay = '42s'\n");

        var end = home.Run(arguments.Replace("FILE", home.In("my.toml"), StringComparison.Ordinal).Split(' '));

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.StartsWith(output, end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the daemon's -c FILE version\n")]
    [InlineData("sdk", OurVersion)]
    public static void BehindTheShortFlagAreOursInTheSdkContractAlone(string profile, string output)
    {
        using var home =
            new NodeHome().Install("genesis", "echo \"the daemon's $@\"").Write("my.toml", "").Set("COSMOVISOR_PROFILE", profile);

        var end = home.Run("-c", home.In("my.toml"), "version");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.StartsWith(output.Replace("FILE", home.In("my.toml"), StringComparison.Ordinal), end.Output, StringComparison.Ordinal);
    }
}
