using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Settings;

/// <summary>config.toml in the home, or the one that <c>--cosmovisor-config</c> names.</summary>
public static class SettingsOfAFile
{
    private const string File = "cosmovisor/config.toml";

    [Fact]
    public static void HoldBelowTheEnvironmentAndAboveTheDefaults()
    {
        using var home = Showing()
            .Write(File, "daemon_restart_delay = 2000000000\ndaemon_poll_interval = '5s'\ncosmovisor_disable_recase = true\n")
            .Set("DAEMON_POLL_INTERVAL", "7s");

        var shown = home.Run("config").Output;

        Assert.Contains("  DAEMON_RESTART_DELAY: 2s\n", shown, StringComparison.Ordinal);
        Assert.Contains("  DAEMON_POLL_INTERVAL: 7s\n", shown, StringComparison.Ordinal);
        Assert.Contains("  COSMOVISOR_DISABLE_RECASE: true\n", shown, StringComparison.Ordinal);
        Assert.Contains("  DAEMON_SHUTDOWN_GRACE: 60s\n", shown, StringComparison.Ordinal);
        Assert.Contains($"  DAEMON_RESTART_DELAY ({home.In(File)} line 1)\n", shown, StringComparison.Ordinal);
        Assert.Contains("  DAEMON_POLL_INTERVAL (environment)\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public static void AreObeyed()
    {
        using var home = new NodeHome().Install("genesis", Scripts.Halt("v2")).Install("upgrades/v2", "echo v2")
            .Write(File, "daemon_restart_after_upgrade = false\ncosmovisor_watch_output = true\nunsafe_skip_backup = true\n");

        var end = home.Run("run", "start");

        Assert.Equal(0, end.Code);
        Assert.DoesNotContain("v2\n", end.Output.Split("NEEDED")[^1], StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[section]\nx = 1")]
    public static void ByBeingThereGiveConfigToUs(string text)
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"").Write(File, text);

        Assert.StartsWith("Configurable Values:\n", home.Run("config").Output, StringComparison.Ordinal);
        Assert.Equal("the daemon's config\n", home.Set("COSMOVISOR_PROFILE", "classic").Run("config").Output);
    }

    [Fact]
    public static void ByBeingThereMakeAStartWithoutTheWordRunOneOfTheSdk()
    {
        using var home = new NodeHome().Install("genesis", "echo \"$@\"").Write(File, "");

        var sdk = home.Run("start");
        var classic = home.Set("COSMOVISOR_PROFILE", "classic").Run("start");

        Assert.Equal(("start\n", "start\n"), (sdk.Output, classic.Output));
        Assert.Contains("daemon started", sdk.Error, StringComparison.Ordinal);
        Assert.Equal("", classic.Error);
    }

    [Theory]
    [InlineData("run", "--cosmovisor-config", "FILE", "start", "--x")]
    [InlineData("run", "start", "--x", "--cosmovisor-config", "FILE")]
    [InlineData("run", "start", "--cosmovisor-config=FILE", "--x")]
    [InlineData("run", "-cosmovisor-config", "FILE", "start", "--x")]
    [InlineData("--cosmovisor-config", "FILE", "run", "start", "--x")]
    public static void ThatIsNamedMayGiveHomeAndNameAndIsNotPassedOn(params string[] arguments)
    {
        using var home = new NodeHome().Install("genesis", "echo \"$@\"").Set("DAEMON_NAME", "");
        home.Settings["DAEMON_HOME"] = "";
        _ = home.Write("my.toml", $"daemon_home = '{home.Path}'\ndaemon_name = '{NodeHome.DaemonName}'\n");

        var end = home.Run([.. arguments.Select(argument => argument.Replace("FILE", home.In("my.toml"), StringComparison.Ordinal))]);

        Assert.Equal((0, "start --x\n"), (end.Code, end.Output));
    }

    [Theory]
    [InlineData("--cosmovisor-config", "FILE", "show-upgrade-info")]
    [InlineData("show-upgrade-info", "--cosmovisor-config", "FILE")]
    [InlineData("show-upgrade-info", "-c", "FILE")]
    public static void ThatIsNamedHoldsForWordsThatNoDaemonHas(params string[] arguments)
    {
        using var home = new NodeHome().Install("genesis", "echo \"the daemon's $@\"")
            .Write("data/upgrade-info.json", "{\"name\":\"v2\",\"height\":5,\"info\":\"\"}");
        home.Settings["DAEMON_HOME"] = "";
        _ = home.Write("my.toml", $"daemon_home = '{home.Path}'\n");

        var end = home.Run([.. arguments.Select(argument => argument.Replace("FILE", home.In("my.toml"), StringComparison.Ordinal))]);

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Contains("\"name\":\"v2\"", end.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-c", "FILE", "config")]
    [InlineData("config", "--cosmovisor-config", "FILE")]
    [InlineData("config", "--cosmovisor-config=FILE", "--json")]
    public static void ThatIsNamedHoldsForTheOperatorsToolToo(params string[] arguments)
    {
        using var home = new NodeHome().Write("my.toml", "daemon_restart_delay = '42s'\n");

        var end = home.Ctl([.. arguments.Select(argument => argument.Replace("FILE", home.In("my.toml"), StringComparison.Ordinal))]);

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Matches("DAEMON_RESTART_DELAY\"?: ({\\s*\"value\": )?\"?42s", end.Output);
        Assert.Contains(home.In("my.toml"), end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void AsTheGoVersionsWriteThemAreTakenOverWithoutAWord()
    {
        using var home = new NodeHome().Install("genesis", "echo started");
        _ = home.Write(File, $"""
            daemon_home = '{home.Path}'
            daemon_name = 'dummyd'
            daemon_allow_download_binaries = false
            daemon_download_must_have_checksum = false
            daemon_restart_after_upgrade = true
            daemon_restart_delay = 0
            daemon_shutdown_grace = 0
            daemon_poll_interval = 300000000
            unsafe_skip_backup = false
            daemon_data_backup_dir = '{home.Path}'
            daemon_preupgrade_max_retries = 0
            daemon_grpc_address = 'localhost:9090'
            cosmovisor_disable_logs = false
            cosmovisor_color_logs = true
            cosmovisor_timeformat_logs = 'kitchen'
            cosmovisor_custom_preupgrade = ''
            cosmovisor_disable_recase = false

            """);

        var end = home.Run("run", "start");

        Assert.Equal((0, "started\n"), (end.Code, end.Output));
        Assert.DoesNotContain("WARN", end.Error, StringComparison.Ordinal);
        Assert.Matches("^\\d?\\d:\\d\\d[AP]M INFO  supervisor started ", end.Error);
    }

    [Theory]
    [InlineData("start --cosmovisor-config X")]
    [InlineData("start --cosmovisor-config")]
    [InlineData("query --cosmovisor-config=X")]
    public static void ThatIsNamedInTheClassicContractIsTheDaemonsAffair(string arguments)
    {
        using var home = new NodeHome().Install("genesis", "echo \"$@\"");

        Assert.Equal($"{arguments}\n", home.Run(arguments.Split(' ')).Output);
    }

    [Fact]
    public static void BehindTwoDashesAreTheDaemonsAffair()
    {
        using var home = new NodeHome().Install("genesis", "echo \"$@\"");

        Assert.Equal("start -- --cosmovisor-config X\n", home.Run("run", "start", "--", "--cosmovisor-config", "X").Output);
    }

    [Fact]
    public static void ThatAreNamedWithoutANameAreRefused()
    {
        using var home = new NodeHome().Install("genesis", "echo started");

        var end = home.Run("run", "start", "--cosmovisor-config");

        Assert.Equal(
            (64, "", "cosmovisor: --cosmovisor-config requires an argument: the path of a config.toml. Nothing was started\n"),
            (end.Code, end.Output, end.Error));
    }

    [Fact]
    public static void ThatAreNamedAndNotThereAreRefused()
    {
        using var home = new NodeHome().Install("genesis", "echo started");

        var end = home.Run("run", "--cosmovisor-config", "/no/such/file", "start");

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains("/no/such/file is not there, and --cosmovisor-config names it", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatAreWrongAreToldAllAtOnceWithThoseOfTheEnvironment()
    {
        using var home = new NodeHome().Install("genesis", "echo started").Set("DAEMON_SHUTDOWN_GRACE", "15")
            .Write(File,
                "daemon_restart_delay = 'soon'\nunsafe_skip_backup = 1\ndaemon_data_backup_dir = '/no/such/folder'\ndeamon_name = 'x'\n");

        var end = home.Run("run", "start");

        Assert.Equal((78, ""), (end.Code, end.Output));
        Approved.Is(Masked.Text(end.Error, home));
    }

    public static TheoryData<byte[], string> Broken => new()
    {
        { "daemon_restart_delay = 'x\n"u8.ToArray(), "line 1, column 26 is not TOML" },
        { [.. Enumerable.Repeat((byte)'[', 1_000_000)], "is not TOML" },
        { Garbage(1_000_000), "is not" },
        { [.. Enumerable.Repeat("a=1\n"u8.ToArray(), 250_000).SelectMany(line => line)], "line 2, column 1 is not TOML" },
        { [0xff, 0xfe, (byte)'a'], "is not UTF-8" },
        { Garbage(2_000_000), "is larger than 1048576 bytes" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public static void ThatAreBrokenAreRefusedInAMomentWithTheFilesName(byte[] content, string reason)
    {
        using var home = new NodeHome().Install("genesis", "echo started").Write(File, "");
        System.IO.File.WriteAllBytes(home.In(File), content);

        var end = home.Run("run", "start");

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains(home.In(File), end.Error, StringComparison.Ordinal);
        Assert.Contains(reason, end.Error, StringComparison.Ordinal);
        Assert.InRange(end.Error.Length, 0, 1000);
    }

    [Theory]
    [InlineData("mkdir cosmovisor/config.toml", "is a folder; expected a file")]
    [InlineData("ln -s nowhere cosmovisor/config.toml", "is a broken link")]
    [InlineData("mkfifo cosmovisor/config.toml", "is not a regular file")]
    public static void ThatAreNoFileAreToldAndNotWaitedFor(string made, string reason)
    {
        using var home = new NodeHome().Install("genesis", "echo started");
        Assert.Equal(0, home.RunUnder("/bin/sh", "-c", $"cd {home.Path} && {made}").Code);

        var end = home.Run("start");

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains($"{home.In(File)} {reason}", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatWeMayNotReadAreTold()
    {
        AnotherUser.Need();
        using var home = new NodeHome().Install("genesis", "echo started").Write(File, "");
        _ = home.RunUnder("/bin/sh", "-c", $"chmod 0600 {home.In(File)}; chmod 0755 {home.Path}");

        var end = home.RunUnder("setpriv", [.. AnotherUser.Words, Executable.Cosmovisor, "run", "start"]);

        Assert.Equal((78, ""), (end.Code, end.Output));
        Assert.Contains($"{home.In(File)} cannot be read by ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void WithKeysNobodyKnowsAreObeyedAndTold()
    {
        using var home = new NodeHome().Install("genesis", "echo started")
            .Write(File, "daemon_restart_dely = '2s'\ndaemon_grpc_address = 'localhost:1'\n");

        var end = home.Run("run", "start");

        Assert.Equal((0, "started\n"), (end.Code, end.Output));
        Assert.Contains(
            $"WARN  {home.In(File)} line 1: there is no setting daemon_restart_dely, so it has no effect; is daemon_restart_delay meant?\n",
            end.Error,
            StringComparison.Ordinal);
        Assert.Contains($"WARN  {home.In(File)} line 2: daemon_grpc_address has no effect: ", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 78)]
    [InlineData("true", 0)]
    public static void NameABackupFolderThatMustBeThereUnlessBackupsAreSkipped(string skip, int code)
    {
        using var home =
            new NodeHome().Install("genesis", "true").Set("DAEMON_DATA_BACKUP_DIR", "/no/such/folder").Set("UNSAFE_SKIP_BACKUP", skip);

        Assert.Equal(code, home.Run("run", "start").Code);
    }

    [Fact]
    public static void ShownAsText()
    {
        using var home = Showing().Write(File, "daemon_restart_delay = 2000000000\n");

        var end = home.Run("config");

        Assert.Equal((0, ""), (end.Code, end.Error));
        Approved.Is(Masked.Text(end.Output, home));
        Assert.Equal(end.Output, home.Ctl("config").Output);
    }

    [Fact]
    public static void ShownAsJson()
    {
        using var home = Showing().Write(File, "daemon_restart_delay = 2000000000\ndaemon_hme = 'x'\n").Set("DAEMON_SHUTDOWN_GRACE", "15");

        var end = home.Run("config", "--json");

        Assert.Equal(78, end.Code);
        using var json = JsonDocument.Parse(end.OutputBytes);
        Approved.Is(Masked.Text(end.Output, home));
    }

    private static NodeHome Showing() => new NodeHome().Install("genesis", "echo \"the daemon's $@\"");

    private static byte[] Garbage(int length)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(32, 127))];
    }
}
