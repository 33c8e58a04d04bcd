using Xunit;

namespace Cosmovisor.Tests.Supervision;

/// <summary>
/// A home whose contract is told by nothing but the word <c>run</c> of its unit: the operator's tool goes by its last run.
/// </summary>
public static class TheContractOfTheLastRun
{
    [Fact]
    public static void ShowsTheBackupOfItsUpgrade()
    {
        using var home = new NodeHome()
            .InstallNode("genesis", "--era 0.50 --plan v2@5 --block-time 1 --home \"$DAEMON_HOME\"")
            .InstallNode("upgrades/v2", "--era 0.50 --as v2 --handles v2 --block-time 0 --blocks 3 --home \"$DAEMON_HOME\"");

        Assert.Equal(0, home.Run("run", "start").Code);
        Assert.Equal("upgrades/v2", home.Current);

        Assert.Contains("data-backup-", home.Ctl("backup", "list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsShownWithWhatDecidedIt()
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"");

        var before = home.Ctl("config").Output;
        _ = home.Run("run", "start");
        var after = home.Ctl("config").Output;

        Assert.Contains("  the classic contract (default)\n", before, StringComparison.Ordinal);
        Assert.Contains("  the sdk contract (last run)\n", after, StringComparison.Ordinal);
        Assert.Contains("\n  DAEMON_RESTART_AFTER_UPGRADE: true\n", after, StringComparison.Ordinal);
        Assert.Contains("\"contractOrigin\": \"last run\"", home.Ctl("config", "--json").Output, StringComparison.Ordinal);
        Assert.Contains("  the classic contract (COSMOVISOR_PROFILE)\n", home.Set("COSMOVISOR_PROFILE", "classic").Ctl("config").Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run start", "sdk", "# cosmovisor_profile = ")]
    [InlineData("start", "classic", "cosmovisor_profile = \"classic\"")]
    public static void IsKeptByInit(string arguments, string contract, string written)
    {
        using var home = new NodeHome().Install("genesis", "true").Write("simd", "#!/bin/sh\n");
        _ = home.Run(arguments.Split(' '));

        Assert.Equal(0, home.Ctl("init", home.In("simd")).Code);

        Assert.Contains($"\n{written}", File.ReadAllText(home.In("cosmovisor/config.toml")), StringComparison.Ordinal);
        Assert.Contains($"  the {contract} contract (", home.Ctl("config").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsThatOfTheNodeAndOfNoOtherCommand()
    {
        using var home = new NodeHome().Install("genesis", "true");
        _ = home.Run("run", "start");

        _ = home.Run("unheard-of");

        Assert.Contains("  the sdk contract (last run)\n", home.Ctl("config").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void GivesUsTheWordsThatADaemonHasTooAndNoOthers()
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"");
        _ = home.Run("run", "start");

        Assert.Contains("  the sdk contract (last run)\n", home.Run("config").Output, StringComparison.Ordinal);
        Assert.Equal(("the daemon's status\n", ""), (home.Run("status").Output, home.Run("start").Error));
        Assert.Equal("the daemon's config\n", home.Run("config").Output);
    }

    [Fact]
    public static void IsSaidToBeAGuessBeforeTheFirstRun()
    {
        using var home = new NodeHome().Install("genesis", "true").Write("simd", "#!/bin/sh\n");

        var (config, guessed) = (home.Ctl("config").Error, home.Set("UNSAFE_SKIP_BACKUP", "false").Ctl("init", home.In("simd")).Error);

        Assert.Contains(
            "the classic contract is assumed (default). For a node that is run as cosmovisor run ARGS: COSMOVISOR_PROFILE=sdk\n",
            config,
            StringComparison.Ordinal);
        Assert.Contains(
            "the sdk contract is assumed (UNSAFE_SKIP_BACKUP). For a node that is run as cosmovisor ARGS, without the word run: COSMOVISOR_PROFILE=classic\n",
            guessed,
            StringComparison.Ordinal);
        Assert.DoesNotContain("is assumed", home.Ctl("config").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4711      \n")]
    [InlineData("")]
    [InlineData("\0\0\0\nmore\n")]
    public static void IsUnknownToAFileThatDoesNotTellIt(string content)
    {
        using var home = new NodeHome().Write("cosmovisor/lock", content);

        Assert.Contains("  the classic contract (default)\n", home.Ctl("config").Output, StringComparison.Ordinal);
    }
}
