using Xunit;

namespace Cosmovisor.Tests.Tool;

/// <summary>What the shells offer behind our names: the scripts of <c>packaging/completions</c>, in the shells they are for.</summary>
public static class TheCompletions
{
    [Theory]
    [InlineData("bash", "cosmovisor.bash")]
    [InlineData("zsh", "_cosmovisor")]
    [InlineData("fish", "cosmovisor.fish")]
    public static void AreThoseThatAreShipped(string shell, string file)
    {
        using var home = new NodeHome();

        Assert.Equal(File.ReadAllText(Shipped(file)), home.Ctl("completion", shell).Output);
    }

    [Theory]
    [InlineData("cosmovisorctl", "", "add-upgrade backup history")]
    [InlineData("cosmovisorctl backup", "", "create list verify restore prune")]
    [InlineData("cosmovisorctl backup restore", "--y", "--yes")]
    [InlineData("cosmovisorctl backup restore v2", "--u", "--unsafe-old-sign-state")]
    [InlineData("cosmovisorctl backup restore v2", "--c", "--cosmovisor-config")]
    [InlineData("cosmovisorctl", "ru", "run")]
    [InlineData("cosmovisor", "", "run init add-upgrade add-batch-upgrade prepare-upgrade show-upgrade-info config version help")]
    [InlineData("cosmovisor", "add-b", "add-batch-upgrade")]
    [InlineData("cosmovisor add-upgrade v2", "--res", "--restart-now")]
    [InlineData("cosmovisor init", "--c", "--cosmovisor-config")]
    [InlineData("cosmovisor run", "", "")]
    [InlineData("cosmovisor start backup", "", "")]
    public static void OfferWhatMayFollow(string typed, string begun, string expected)
    {
        Assert.All(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word, Bash(typed, begun)));
        Assert.True(expected.Length > 0 || Bash(typed, begun) is [], $"offered {string.Join(' ', Bash(typed, begun))}");

        if (File.Exists("/usr/bin/zsh"))
        {
            // zsh filters what it is offered by itself.
            Assert.All(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word, Zsh(typed, begun)));
        }
    }

    [Theory]
    [InlineData("cosmovisorctl backup ", "create list verify restore prune")]
    [InlineData("cosmovisorctl backup restore --", "--yes --unsafe-old-sign-state")]
    [InlineData("cosmovisor add", "add-upgrade add-batch-upgrade")]
    [InlineData("cosmovisor add-upgrade --", "--force --upgrade-height --restart-now")]
    public static void OfferWhatMayFollowInFish(string typed, string expected)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/fish"), "fish is not installed (apt-get install fish)");

        var offered = Of("/usr/bin/fish", "-c", $"source {Shipped("cosmovisor.fish")}; complete -C '{typed}'")
            .Split('\n')
            .Select(line => line.Split('\t')[0])
            .ToArray();

        Assert.All(expected.Split(' '), word => Assert.Contains(word, offered));
    }

    [Theory]
    [InlineData("backup restore", "v", "v1-backup v2-backup")]
    [InlineData("backup verify --deep", "v1", "v1-backup")]
    [InlineData("schedule remove", "", "next")]
    [InlineData("verify", "", "genesis v2")]
    [InlineData("doctor", "n", "next")]
    [InlineData("completion", "", "bash zsh fish")]
    [InlineData("version --output", "", "text json")]
    [InlineData("version -o", "j", "json")]
    [InlineData("backup restore v1-backup", "", "")]
    [InlineData("nonsense", "", "")]
    [InlineData("--cosmovisor-config", "", "")]
    [ManyStarts]
    public static void OfferTheValuesOfThisHome(string typed, string begun, string expected)
    {
        using var home = HomeWithNames();
        string[] words = typed.Split(' ');
        var script = $"PATH={Path.GetDirectoryName(Executable.Cosmovisorctl)}:$PATH";
        var values = home.Ctl(["__complete", .. words, begun]);

        Assert.Equal((0, ""), (values.Code, values.Error));
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), Words(values.Output).Order());

        var bash = home.RunUnder("/bin/bash", "-c",
            $"{script}; source {Shipped("cosmovisor.bash")}; COMP_WORDS=(cosmovisorctl {typed} '{begun}'); COMP_CWORD={words.Length + 1}; _cosmovisor cosmovisorctl; echo ${{COMPREPLY[@]}}");
        Assert.Equal("", bash.Error);
        Assert.All(Words(values.Output), value => Assert.Contains(value, Words(bash.Output)));

        if (File.Exists("/usr/bin/zsh"))
        {
            var zsh = home.RunUnder("/usr/bin/zsh", "-fc",
                $"{script}; compadd() {{ shift; print -- $@ }}; _files() {{ }}; words=(cosmovisorctl {typed} '{begun}'); CURRENT={words.Length + 2}; service=cosmovisorctl; source {Shipped("_cosmovisor")}");
            Assert.Equal("", zsh.Error);
            Assert.All(Words(values.Output), value => Assert.Contains(value, Words(zsh.Output)));
        }

        if (File.Exists("/usr/bin/fish"))
        {
            var fish = home.RunUnder("/usr/bin/fish", "-c",
                $"set -x PATH {Path.GetDirectoryName(Executable.Cosmovisorctl)} $PATH; source {Shipped("cosmovisor.fish")}; complete -C 'cosmovisorctl {typed} {begun}'");
            Assert.Equal("", fish.Error);
            Assert.All(Words(values.Output), value => Assert.Contains(value, fish.Output.Split('\n').Select(line => line.Split('\t')[0])));
        }
    }

    [Fact]
    public static void OfferNoNameThatAShellWouldCarryOut()
    {
        using var home = HomeWithNames();
        _ = Directory.CreateDirectory(home.In("cosmovisor/upgrades/$(touch%20owned)"));
        _ = Directory.CreateDirectory(home.In("cosmovisor/upgrades/a;b"));

        Assert.Equal(["genesis", "v2"], Words(home.Ctl("__complete", "verify", "").Output));
    }

    [Fact]
    public static void SayNothingWhereThereIsNoHome()
    {
        using var home = new NodeHome();
        _ = home.Set("DAEMON_HOME", "/no/such/home");

        var end = home.Ctl("__complete", "backup", "restore", "");

        Assert.Equal((0, "", ""), (end.Code, end.Output, end.Error));
    }

    private static NodeHome HomeWithNames()
    {
        var home = new NodeHome().Install("genesis", "true").Install("upgrades/v2", "true");
        _ = home.Write("data/application.db", "x").Write("cosmovisor/schedule.json", """[{"name":"next","height":900}]""");
        Assert.All((string[])["v1-backup", "v2-backup"], name => Assert.Equal(0, home.Ctl("backup", "create", "--name", name).Code));
        return home;
    }

    private static string[] Bash(string typed, string begun) => Words(Of(
        "/bin/bash",
        "-c",
        $"source {Shipped("cosmovisor.bash")}; COMP_WORDS=({typed} '{begun}'); COMP_CWORD={typed.Split(' ').Length}; _cosmovisor {typed.Split(' ')[0]}; echo ${{COMPREPLY[@]}}"));

    private static string[] Zsh(string typed, string begun) => Words(Of(
        "/usr/bin/zsh",
        "-fc",
        $"compadd() {{ shift; print -- $@ }}; _files() {{ }}; words=({typed} '{begun}'); CURRENT={typed.Split(' ').Length + 1}; service={typed.Split(' ')[0]}; source {Shipped("_cosmovisor")}"));

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Of(string program, params string[] arguments)
    {
        using var home = new NodeHome();
        var end = home.RunUnder(program, arguments);
        Assert.Equal((0, ""), (end.Code, end.Error));
        return end.Output;
    }

    private static string Shipped(string file) => Repository.In("packaging", "completions", file);
}
