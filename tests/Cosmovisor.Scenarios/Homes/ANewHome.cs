using Xunit;

namespace Cosmovisor.Tests.Homes;

/// <summary><c>init PATH</c>, with the cases of the SDK's own suite.</summary>
public static class ANewHome
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode WorldExecutes = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static TheoryData<string[], string, string, int, string> Refused => new()
    {
        { [], "HOME", "dummyd", 64, "Required argument 'PATH' missing" },
        { [""], "HOME", "dummyd", 64, "init needs the path of the daemon's binary" },
        { ["not-gonna-find-me"], "HOME", "dummyd", 66, "not-gonna-find-me is not there" },
        { ["."], "HOME", "dummyd", 66, ". is a folder, and should be the daemon's binary" },
        { ["/dev/null"], "HOME", "dummyd", 66, "/dev/null is not a regular file" },
        { ["EXE"], "HOME", "", 78, "DAEMON_NAME is not set" },
        { ["EXE"], "", "dummyd", 78, "DAEMON_HOME is not set" },
        { ["EXE"], "", "", 78, "DAEMON_HOME is not set\n  DAEMON_NAME is not set" },
        { ["EXE"], "./home", "dummyd", 78, "DAEMON_HOME must be an absolute path, not \"./home\"" },
        { ["EXE"], "HOME", "a/b", 78, "DAEMON_NAME must be a file name without a folder" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public static void IsNotBegunBeforeEverythingIsRight(string[] arguments, string daemonHome, string name, int code, string reason)
    {
        using var home = Blank();
        home.Set("DAEMON_NAME", name);
        home.Settings["DAEMON_HOME"] = daemonHome.Replace("HOME", home.In("new"), StringComparison.Ordinal);

        var end = home.Run(["init", .. arguments.Select(argument => argument == "EXE" ? home.In("simd") : argument)]);

        Assert.Equal((code, ""), (end.Code, end.Output));
        Assert.Contains(reason, end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("INFO", end.Error, StringComparison.Ordinal);
        Assert.Equal("simd", home.Tree());
    }

    [Fact]
    public static void OnABlankSlate()
    {
        using var home = Blank();

        var end = home.Run("init", home.In("simd"));

        Assert.Equal((0, ""), (end.Code, end.Output));
        Assert.Equal("genesis", home.CurrentOf("new"));
        Approved.Is($"{Masked.Text(end.Error, home)}\n{home.Tree()}\n\n{Masked.Text(home.Written("new/cosmovisor/config.toml"), home)}");
    }

    [Fact]
    public static void IsReadyToRun()
    {
        using var home = Blank();

        _ = home.Run("init", home.In("simd"));
        var end = home.Run("run", "start", "now");

        Assert.Equal((0, "started: start now\n"), (end.Code, end.Output));
    }

    [Fact]
    public static void GivesNobodyElseARightToWriteWhateverTheUmask()
    {
        using var home = Blank();
        File.SetUnixFileMode(home.In("simd"), (UnixFileMode)Convert.ToInt32("4666", 8));

        var end = home.Shell("umask 0; exec \"$0\" init ./simd");

        Assert.Equal(0, end.Code);
        Assert.All(
            new DirectoryInfo(home.In("new"))
                .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
                .Append(new DirectoryInfo(home.In("new")))
                .Where(entry => entry.LinkTarget is null),
            entry => Assert.Equal(UnixFileMode.None, entry.UnixFileMode & (OthersWrite | UnixFileMode.SetUser)));
        Assert.Equal(WorldExecutes, File.GetUnixFileMode(home.In("new/cosmovisor/genesis/bin/dummyd")) & WorldExecutes);
    }

    [Theory]
    [InlineData("genesis/bin", "exists already and is not a folder")]
    [InlineData("current", "is a file; expected a symbolic link")]
    public static void IsRefusedWhereAFileIsInTheWay(string path, string reason)
    {
        using var home = Blank().Write($"new/cosmovisor/{path}", "in the way");

        var end = home.Run("init", home.In("simd"));

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains($"{home.In($"new/cosmovisor/{path}")} {reason}", end.Error, StringComparison.Ordinal);
        Assert.Equal("in the way", home.Written($"new/cosmovisor/{path}"));
        Assert.False(File.Exists(home.In("new/cosmovisor/config.toml")));
    }

    [Fact]
    public static void IsRefusedWhereTheBinaryIsAFolder()
    {
        using var home = Blank().Write("new/cosmovisor/genesis/bin/dummyd/x", "");

        var end = home.Run("init", home.In("simd"));

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains(
            $"{home.In("new/cosmovisor/genesis/bin/dummyd")} exists already and is not a regular file", end.Error, StringComparison.Ordinal);
        Assert.Null(home.CurrentOf("new"));
    }

    [Fact]
    public static void KeepsTheBinaryThatIsThereAndMakesItExecutable()
    {
        using var home = Blank().Write("new/cosmovisor/genesis/bin/dummyd", "#!/bin/sh\necho theirs\n");

        for (var i = 1; i < 6; i++)
        {
            _ = home.Write($"new/cosmovisor/upgrades/v{i}/bin/dummyd", "");
        }

        var end = home.Run("init", home.In("simd"));

        Assert.Equal(0, end.Code);
        Assert.Contains("another binary exists already and is not replaced", end.Error, StringComparison.Ordinal);
        Assert.Contains("made it executable", end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.CurrentOf("new"));
        Assert.Equal("theirs\n", home.Run("run", "start").Output);
    }

    [Fact]
    public static void IsToldOfABinaryThatCannotBeStarted()
    {
        using var home = Blank().Write("notes", "no program");

        var end = home.Run("init", home.In("notes"));

        Assert.Equal(0, end.Code);
        Assert.Contains(
            $"WARN  this binary cannot be started as it is path={home.In("new/cosmovisor/genesis/bin/dummyd")} reason=\"is neither a program (ELF) nor a script",
            end.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public static void GetsItsBinaryWhereTheFolderIsThereAndEmpty()
    {
        using var home = Blank();
        _ = Directory.CreateDirectory(home.In("new/cosmovisor/genesis/bin"));

        Assert.Equal(0, home.Run("init", home.In("simd")).Code);
        Assert.Equal("started: start\n", home.Run("run", "start").Output);
    }

    [Fact]
    public static void LeavesACurrentThatPointsElsewhere()
    {
        using var home = Blank().Write("new/cosmovisor/upgrades/v2/bin/dummyd", "");
        _ = File.CreateSymbolicLink(home.In("new/cosmovisor/current"), "upgrades/v2");

        Assert.Equal(0, home.Run("init", home.In("simd")).Code);
        Assert.Equal("upgrades/v2", home.CurrentOf("new"));
    }

    [Fact]
    public static void CopiesWhatTheOperatorsLinkLeadsTo()
    {
        using var home = Blank();
        _ = File.CreateSymbolicLink(home.In("link"), "simd");

        Assert.Equal(0, home.Run("init", home.In("link")).Code);
        Assert.Null(new FileInfo(home.In("new/cosmovisor/genesis/bin/dummyd")).LinkTarget);
        Assert.Equal("started: start\n", home.Run("run", "start").Output);
    }

    [Theory]
    [InlineData("y\n", "update_name")]
    [InlineData("Y\n", "update_name")]
    [InlineData("n\n", "old_test")]
    [InlineData("\n", "old_test")]
    [InlineData("", "old_test")]
    public static void OverwritesItsConfigTomlOnlyWhenItIsTold(string answer, string name)
    {
        using var home = Blank().Set("DAEMON_NAME", "update_name").Write("new/cosmovisor/config.toml", "daemon_name = 'old_test'\n");

        using var run = home.Start("init", home.In("simd"));
        run.Input.Write(System.Text.Encoding.UTF8.GetBytes(answer));
        var end = run.End();

        Assert.Equal((0, ""), (end.Code, end.Output));
        Assert.Contains($"{home.In("new/cosmovisor/config.toml")} exists already. Overwrite it with the present settings? [y/N] ",
            end.Error, StringComparison.Ordinal);
        Assert.Contains(name, home.Written("new/cosmovisor/config.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public static void OverwritesItsConfigTomlUnaskedWithYes()
    {
        using var home = Blank().Write("new/cosmovisor/config.toml", "daemon_restart_delay = 3000000000\n");

        var end = home.Run("init", home.In("simd"), "--yes");

        Assert.DoesNotContain("[y/N]", end.Error, StringComparison.Ordinal);
        Assert.Contains("daemon_restart_delay = \"3s\"\n", home.Written("new/cosmovisor/config.toml"), StringComparison.Ordinal);
    }

    [Fact]
    public static void TakesUpWhereACrashLeftHalfABinary()
    {
        using var home = Blank().Write("new/cosmovisor/genesis/bin/dummyd.next", "#!/bin/sh\necho ha");

        Assert.Equal(0, home.Run("init", home.In("simd")).Code);
        Assert.Equal("started: start\n", home.Run("run", "start").Output);
        Assert.False(File.Exists(home.In("new/cosmovisor/genesis/bin/dummyd.next")));
    }

    [Fact]
    public static void IsNotHalfThereWhenTheDiskIsFull()
    {
        using var home = Blank();
        Assert.SkipUnless(home.RunUnder("unshare", "--mount", "true").Code == 0, "needs the right to mount");
        File.WriteAllBytes(home.In("simd"), new byte[4 * 1024 * 1024]);

        var end = home.RunUnder("unshare", "--mount", "sh", "-c",
            $"mkdir -p {home.In("new")} && mount -t tmpfs -o size=1m none {home.In("new")} && {Executable.Cosmovisor} init {home.In("simd")}; code=$?; find {home.In("new")} -type f; exit $code");

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains("could not be made ready: ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void IsMadeWithoutAWordIfThatIsWanted()
    {
        using var home = Blank().Set("COSMOVISOR_DISABLE_LOGS", "true");

        var end = home.Run("init", home.In("simd"));

        Assert.Equal((0, "", ""), (end.Code, end.Output, end.Error));
    }

    [Fact]
    public static void IsOfferedWhereThereIsNoBinary()
    {
        using var home = new NodeHome();

        Assert.Contains("or let cosmovisorctl init /path/to/dummyd do all that", home.Run("start").Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void CanBeMadeAgainWithoutAQuestion()
    {
        using var home = Blank();
        _ = home.Run("init", home.In("simd"));
        var tree = home.Tree();

        var end = home.Run("init", home.In("simd"));

        Assert.Equal((0, ""), (end.Code, end.Output));
        Assert.Contains("config.toml has all these settings already", end.Error, StringComparison.Ordinal);
        Assert.Equal(tree, home.Tree());
    }

    [Fact]
    public static void IsTheDaemonsAffairInTheClassicContract()
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"");

        Assert.Equal("the daemon's init me\n", home.Run("init", "me").Output);
        Assert.Equal(
            "the daemon's init me\n",
            home.Write("cosmovisor/config.toml", "").Set("COSMOVISOR_PROFILE", "classic").Run("init", "me").Output);
    }

    [Fact]
    public static void OfTheOperatorsToolStaysClassicWhenItWas()
    {
        using var home = Blank().Set("COSMOVISOR_PROFILE", "");

        var end = home.Ctl("init", home.In("simd"));

        Assert.Equal((0, ""), (end.Code, end.Output));
        Assert.Contains("cosmovisor_profile = \"classic\"\n", home.Written("new/cosmovisor/config.toml"), StringComparison.Ordinal);
        Assert.Equal("started: init me\n", home.Run("init", "me").Output);
    }

    // DAEMON_HOME is a folder that is not there yet; the home of the test holds the binary beside it.
    private static NodeHome Blank()
    {
        var home = new NodeHome().Write("simd", "#!/bin/sh\necho \"started: $*\"\n").Set("COSMOVISOR_PROFILE", "sdk");
        Directory.Delete(home.In("cosmovisor"));
        home.Settings["DAEMON_HOME"] = home.In("new");
        return home;
    }

    private static string? CurrentOf(this NodeHome home, string folder) => new FileInfo(home.In($"{folder}/cosmovisor/current")).LinkTarget;

    private static string Written(this NodeHome home, string relative) => File.ReadAllText(home.In(relative));
}
