using Xunit;

namespace Cosmovisor.Tests.Detection;

/// <summary>SDK 0.41 and later: the chain leaves its plan in data/upgrade-info.json, and that is enough.</summary>
public static class ThePlanFile
{
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    [InlineData("half")]
    public static void IsEnoughInTheSdkContractWhereTheOutputIsTheDaemonsOwn(string written)
    {
        using var home = new NodeHome()
            .InstallNode("genesis", $"--as v1 --era 0.50 --plan v2@5 --plan-file {written} --half-pause 300")
            .InstallNode("upgrades/v2", "--as v2 --handles v2 --era 0.50 --plan v2@5 --blocks 3");

        var end = home.Run("run", "start", "--home", home.Path);

        Assert.Equal(0, end.Code);
        Assert.Equal("upgrades/v2", home.Current);
        Assert.Contains("upgrade done plan=v2 height=5 from=genesis to=upgrades/v2", end.Error, StringComparison.Ordinal);
        Assert.Equal("", home.Log);
    }

    [Fact]
    public static void IsSeenThoughTheNodeDiesInTheSameInstant()
    {
        // Several lives, since the first to lose a race would be the proof.
        const int Upgrades = 10;
        using var home = new NodeHome();
        home.Settings["DAEMON_RESTART_AFTER_UPGRADE"] = "true";
        _ = Directory.CreateDirectory(home.In("data"));

        for (var life = 0; life < Upgrades; life++)
        {
            _ = home.Install(
                life == 0 ? "genesis" : $"upgrades/v{life}",
                $$"""printf '{"name":"v{{life + 1}}","height":{{life + 1}}}' > "$DAEMON_HOME/data/upgrade-info.json"; kill -9 $$""");
        }

        _ = home.Install($"upgrades/v{Upgrades}", "exit 21");

        Assert.Equal(21, home.Run("start").Code);
        Assert.Equal($"upgrades/v{Upgrades}", home.Current);
    }

    [Fact]
    public static void ThatNeverBecomesWholeIsToldAndHarmsNothing()
    {
        using var home = new NodeHome().Install("genesis", "echo ready\nexec sleep 60");
        _ = Directory.CreateDirectory(home.In("data"));
        using var node = home.Start("start").AwaitOutput("ready");

        File.WriteAllText(home.In("data/upgrade-info.json"), """{"name":"v2","hei""");
        _ = node.Await("the log to tell of it", () => home.Log.Contains("the plan file cannot be read", StringComparison.Ordinal));

        Assert.False(node.HasEnded);
        node.Signal(Run.Terminate);
        Assert.Equal(128 + Run.Terminate, node.End().Code);
    }

    [Fact]
    public static void ThatMayNotBeReadIsToldAndTakenUpOnceItMay()
    {
        AnotherUser.Need();
        using var home = new NodeHome()
            .Install("genesis", "echo ready\nexec sleep 60")
            .Install("upgrades/v2", "echo v2")
            .Write("data/upgrade-info.json", "")
            .Write("cosmovisor/cosmovisor.log", "");
        var file = home.In("data/upgrade-info.json");
        Open(home.Path, home.In("cosmovisor"), home.In("data"), home.In("cosmovisor/cosmovisor.log"));
        using var node = home.StartShell($"exec setpriv {string.Join(' ', AnotherUser.Words)} \"$0\" start").AwaitOutput("ready");

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, """{"name":"v2","height":5}""");
        _ = node.Await(
            "the log to tell of it",
            () => home.Log.Contains("the plan file cannot be read; it is read again", StringComparison.Ordinal));
        Assert.Contains("denied", home.Log, StringComparison.Ordinal);
        Assert.False(node.HasEnded);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Equal(0, node.End().Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void OfItsOwnVersionIsNotWrittenByTheBinaryOfThatVersion(string words)
    {
        const string Writes =
            "[ \"$1\" = pre-upgrade ] && exit 1\nprintf '%s' '{\"name\":\"v2\",\"height\":5}' >\"$DAEMON_HOME/data/upgrade-info.json\"\nexit 1";
        using var home = new NodeHome()
            .Write("data/x", "")
            .Install("genesis", Writes)
            .Install("upgrades/v2", Writes)
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "true")
            .Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run(words.Split(' '));

        Assert.Equal(70, end.Code);
        Assert.Contains("so it is not the binary of the upgrade \"v2\"", end.Error, StringComparison.Ordinal);
        Assert.Contains("current is upgrades/v2, since this run switched it from genesis", end.Error, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void ThatAToolWritesAheadOfItsHeightDoesNotFireWhileTheNodeRuns_22167_19227()
    {
        using var home = new NodeHome()
            .InstallNode("genesis", "--as v1 --era 0.47 --block-time 20")
            .Install("upgrades/v2", "[ \"$1\" = pre-upgrade ] || echo v2")
            .Write("next", """{"name":"v2","time":"0001-01-01T00:00:00Z","height":1000000}""");
        _ = Directory.CreateDirectory(home.In("data"));
        Open(home.In("next"));
        using var node = home.Start("run", "start", "--home", home.Path);
        _ = node.Await("a block", () => (node.OutputSoFar + node.ErrorSoFar).Contains("committed state", StringComparison.Ordinal));

        File.Move(home.In("next"), home.In("data/upgrade-info.json"));
        _ = node.AwaitError("the plan file names an upgrade that is not due; it waits for its height");
        Assert.Matches("has not reached its height|a tool wrote it, ahead of its height", node.ErrorSoFar);

        node.Signal(Run.Terminate);
        Assert.NotEqual(70, node.End().Code);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void ThatIsATouchedOldOneNeverLeadsBack()
    {
        using var home = new NodeHome()
            .Install("upgrades/v2", "echo v2").Install("upgrades/v3", "touch \"$DAEMON_HOME/data/upgrade-info.json\"; exit 7")
            .Write("cosmovisor/upgrades/v3/upgrade-info.json", """{"name":"v3","height":9}""").PointCurrentTo("upgrades/v3")
            .Write("data/upgrade-info.json", """{"name":"v2","height":5}""");

        Assert.Equal(7, home.Run("run", "start").Code);
        Assert.Equal("upgrades/v3", home.Current);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void ThatIsALinkIsFollowed(string words)
    {
        using var home = new NodeHome()
            .Install("genesis", """echo '{"name":"v2","height":5}' > "$DAEMON_HOME/data/upgrade-info.json"; exit 7""").Install(
                "upgrades/v2", "[ \"$1\" = pre-upgrade ] || echo v2")
            .Write("shared/plan", """{"name":"v0","height":0}""").Write("data/here", "");
        _ = File.CreateSymbolicLink(home.In("data/upgrade-info.json"), "../shared/plan");

        Assert.Equal(0, home.Run(words.Split(' ')).Code);
        Assert.Equal("upgrades/v2", home.Current);
    }

    private static void Open(params string[] paths) =>
        Array.ForEach(paths, path => File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("777", 8)));
}
