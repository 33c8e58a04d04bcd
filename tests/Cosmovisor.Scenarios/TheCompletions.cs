using Xunit;

namespace Cosmovisor.Tests;

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

        var offered = Of("/usr/bin/fish", "-c", $"source {Shipped("cosmovisor.fish")}; complete -C '{typed}'").Split('\n').Select(line => line.Split('\t')[0]).ToArray();

        Assert.All(expected.Split(' '), word => Assert.Contains(word, offered));
    }

    private static string[] Bash(string typed, string begun) => Words(Of(
        "/bin/bash", "-c", $"source {Shipped("cosmovisor.bash")}; COMP_WORDS=({typed} '{begun}'); COMP_CWORD={typed.Split(' ').Length}; _cosmovisor {typed.Split(' ')[0]}; echo ${{COMPREPLY[@]}}"));

    private static string[] Zsh(string typed, string begun) => Words(Of(
        "/usr/bin/zsh", "-fc", $"compadd() {{ shift; print -- $@ }}; _files() {{ }}; words=({typed} '{begun}'); CURRENT={typed.Split(' ').Length + 1}; service={typed.Split(' ')[0]}; source {Shipped("_cosmovisor")}"));

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
