using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>A missing or unrunnable binary changes nothing, and the path that was looked at is named.</summary>
public static class BinariesThatCannotRun
{
    private static string Binary(NodeHome home) => home.In("cosmovisor/upgrades/v2/bin/dummyd");

    [Fact]
    public static void BecauseTheyAreNotThere() => IsRefused(_ => { }, "no binary for the upgrade \"v2\"");

    [Fact]
    public static void BecauseTheyLieOneFolderTooHighAreNamedWhereTheyLie() => IsRefused(
        home => home.Write("cosmovisor/upgrades/v2/dummyd", "#!/bin/sh\n"),
        ". It is one folder too high, at ",
        "/cosmovisor/upgrades/v2/dummyd: mkdir -p ");

    [Fact]
    public static void BecauseTheyHaveAnotherNameAreNamedByIt() => IsRefused(
        home =>
        {
            _ = home.Install("upgrades/v2", "echo v2");
            File.Move(Binary(home), Binary(home)[..^"dummyd".Length] + "newd");
        },
        "/bin holds newd and no dummyd. If that is the daemon: ln -s newd ");

    [Fact]
    public static void BecauseTheirFolderIsMisspeltAreNamedByTheNearest() =>
        IsRefused(home => home.Install("upgrades/v-2", "echo v2"), "upgrades/ holds v-2; is v-2 meant? mv ");

    [Theory]
    [InlineData("run start")]
    [InlineData("start")]
    public static void AreToldInFourLinesAtMost(string arguments)
    {
        using var home =
            new NodeHome().Install("genesis", Scripts.Halt("v2")).Set("COSMOVISOR_WATCH_OUTPUT", "true").Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run(arguments.Split(' '));

        Assert.Equal(70, end.Code);
        var told = end.Error.TrimEnd('\n').Split('\n')[^4..];
        Assert.Contains("failed at Stage: no binary for the upgrade \"v2\": looked at ", told[0], StringComparison.Ordinal);
        Assert.Contains(", and downloading disabled", told[0], StringComparison.Ordinal);
        Assert.EndsWith("The node is stopped; current still points to genesis, nothing was switched.", told[1], StringComparison.Ordinal);
        Assert.Contains("Put it there: mkdir -p ", told[2], StringComparison.Ordinal);
        Assert.EndsWith("The next start tries again.", told[3], StringComparison.Ordinal);
        Assert.Equal(arguments == "start", end.Error.StartsWith("cosmovisor: upgrade ", StringComparison.Ordinal));
    }

    [Fact]
    public static void BecauseTheyAreNotExecutable() => IsRefused(
        home =>
        {
            _ = home.Install("upgrades/v2", "echo v2");
            File.SetUnixFileMode(Binary(home), UnixFileMode.UserRead);
        },
        "is not executable by ");

    [Fact]
    public static void BecauseTheyAreAFolder() =>
        IsRefused(home => Directory.CreateDirectory(Binary(home)), "is a folder, and should be the daemon's binary");

    [Fact]
    public static void BecauseTheyAreALinkThatLeadsNowhere() => IsRefused(
        home =>
        {
            _ = Directory.CreateDirectory(home.In("cosmovisor/upgrades/v2/bin"));
            _ = File.CreateSymbolicLink(Binary(home), "elsewhere");
        },
        "/elsewhere, which is not there");

    [Theory]
    [InlineData("start")]
    [InlineData("query")]
    public static void AreToldAtTheStart(string word)
    {
        using var home = new NodeHome();
        _ = Directory.CreateDirectory(home.In("cosmovisor/genesis"));

        var end = home.Run(word);

        Assert.Equal((66, ""), (end.Code, end.Output));
        Assert.Contains($"there is no daemon binary at {home.In("cosmovisor/genesis/bin/dummyd")}", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("version")]
    public static void BecauseTheirInterpreterIsMissingAreToldAtTheStart(string word)
    {
        Assert.SkipUnless(
            Executable.IsNative || word == "version",
            "under the JIT setpriv(1) stands between us and the program, and reports in its own words");
        using var home = new NodeHome().Install("genesis", "true");
        File.WriteAllText(home.In("cosmovisor/genesis/bin/dummyd"), "#!/no/such/interpreter\n");

        var end = home.Run(word);

        Assert.Equal(66, end.Code);
        Assert.Contains($"{home.In("cosmovisor/genesis/bin/dummyd")} could not be executed: No such file or directory",
            end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void LeaveTheUpgradeToTheNextStart()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2"));
        Assert.Equal(70, home.Run("start").Code);

        _ = home.Install("upgrades/v2", "echo v2");

        Assert.Equal(0, home.Run("start").Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    private static void IsRefused(Action<NodeHome> place, params string[] reasons)
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2"));
        place(home);
        var before = home.Tree();

        var end = home.Run("start");

        Assert.Equal(70, end.Code);
        Assert.Contains("upgrade \"v2\" (height 49) failed at Stage: ", end.Error, StringComparison.Ordinal);
        Assert.All(reasons, reason => Assert.Contains(reason, end.Error, StringComparison.Ordinal));
        Assert.Contains(Binary(home), end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
        Assert.Equal(before.Split('\n'), home.Tree().Split('\n').Except([
            "cosmovisor/current -> genesis",
            "cosmovisor/lock",
            "cosmovisor/cosmovisor.log",
            "cosmovisor/journal.json",
            "cosmovisor/events.jsonl",
            "cosmovisor/state.json"
        ]));
    }
}
