using System.IO.Compression;
using System.Security.Cryptography;
using Xunit;

namespace Cosmovisor.Tests.TheSdk;

/// <summary>What the Go version's own test suite runs, as far as it is about running: its daemons, its arguments, its outcomes.</summary>
public static class TheSdksOwnCases
{
    private const string PlanFile = "data/upgrade-info.json";

    // Their fixture "validate": says hello, announces, writes its plan to the file of its fourth argument, and must not get to its last
    // line.
    private const string Validate = """
        echo "Genesis $@"
        echo 'UPGRADE "chain2" NEEDED at height: 49: {}'
        echo '{"name":"chain2","height":49,"info":""}' > "$4"
        sleep 30
        echo 'Never should be printed!!!'
        """;

    [Fact]
    public static void LaunchProcess()
    {
        using var home = Home(Validate).Install(
            "upgrades/chain2", Live("echo 'Chain 2 is live!'\necho \"Args: $@\"\necho 'Finished successfully'"))
            .Set("DAEMON_RESTART_AFTER_UPGRADE", "false").Set("UNSAFE_SKIP_BACKUP", "true").Set("DAEMON_POLL_INTERVAL", "15ms");

        var first = home.Run("run", "foo", "bar", "1234", home.In(PlanFile));
        var second = home.Run("run", "second", "run", "--verbose");

        Assert.Equal(
            (0, $"Genesis foo bar 1234 {home.In(PlanFile)}\nUPGRADE \"chain2\" NEEDED at height: 49: {{}}\n"), (first.Code, first.Output));
        Assert.Equal((0, "Chain 2 is live!\nArgs: second run --verbose\nFinished successfully\n"), (second.Code, second.Output));
        Assert.Equal("upgrades/chain2", home.Current);
    }

    [Theory]
    [InlineData("", "chain2")]
    [InlineData("true", "Chain2")]
    public static void PlanDisableRecase(string disable, string folder)
    {
        using var home = Home(Validate.Replace("chain2", "Chain2", StringComparison.Ordinal)).Install(
            $"upgrades/{folder}", Live("echo live"))
            .Set("COSMOVISOR_DISABLE_RECASE", disable).Set("UNSAFE_SKIP_BACKUP", "true");

        Assert.EndsWith("live\n", home.Run("run", "foo", "bar", "1234", home.In(PlanFile)).Output, StringComparison.Ordinal);
        Assert.Equal($"upgrades/{folder}", home.Current);
    }

    [Theory]
    [InlineData("10s", true)]
    [InlineData("200ms", false)]
    public static void ShutdownGrace(string grace, bool flushes)
    {
        // Their fixture "dontdie": asked to end, it flushes for a second first.
        using var home = Home("""
            trap 'echo "WARN Need Flush"; sleep 1; echo Flushed; exit 0' TERM INT
            echo "Genesis $@"
            echo '{"name":"Chain2","height":49,"info":""}' > "$4"
            for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 0.2; done
            echo 'Did not kill in time. Never should be printed!!!'
            """).Install("upgrades/chain2", Live("echo live")).Set("DAEMON_SHUTDOWN_GRACE", grace).Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run("run", "foo", "bar", "1234", home.In(PlanFile));

        Assert.Equal(flushes, end.Output.Contains("Flushed\n", StringComparison.Ordinal));
        Assert.DoesNotContain("Never", end.Output, StringComparison.Ordinal);
        Assert.EndsWith("live\n", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void WithDownloads()
    {
        // genesis → a zip with the single binary → a link to a plan with a zip of the folder → the end.
        using var home = Home("").Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true").Set("DAEMON_DOWNLOAD_MUST_HAVE_CHECKSUM", "true")
            .Set("UNSAFE_SKIP_BACKUP", "true");
        var chain3 = Zip(home, "chain3.zip", ("bin/dummyd", Live("echo 'Chain 3 from zipped directory'\necho \"Args: $@\"")));
        var reference = Checked(home, "ref.json", $$$"""{"binaries":{"any":"{{{chain3}}}"}}""");
        var chain2 = Zip(home, "chain2.zip", ("dummyd", Live($$"""
            echo 'Chain 2 from zipped binary'
            echo '{"name":"chain3","height":936,"info":"{{reference}}"}' > {{home.In(PlanFile)}}
            sleep 30
            echo 'Do not print'
            """)));
        _ = home.Install("genesis", $$$"""
            echo "Genesis autod. Args: $@"
            echo '{"name":"chain2","height":49,"info":"{\"binaries\":{\"linux/amd64\":\"{{{chain2}}}\",\"linux/arm64\":\"{{{chain2}}}\",\"darwin/arm64\":\"https://no.such.host/\"}}"}' > {{{home.In(PlanFile)}}}
            sleep 30
            echo 'Never should be printed!!!'
            """);

        var end = home.Run("run", "some", "args");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal(
            "Genesis autod. Args: some args\nChain 2 from zipped binary\nChain 3 from zipped directory\nArgs: some args\n", end.Output);
        Assert.Equal("upgrades/chain3", home.Current);
    }

    [Fact]
    public static void MissingPreupgrade()
    {
        using var home = Home(Validate).Install("upgrades/chain2", Live("echo live")).Set("COSMOVISOR_CUSTOM_PREUPGRADE", "missing.sh")
            .Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run("run", "foo", "bar", "1234", home.In(PlanFile));

        Assert.Equal(70, end.Code);
        Assert.Contains("missing.sh", end.Error, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void WithPreupgrade()
    {
        using var home = Home(Validate).Install("upgrades/chain2", Live("echo live")).Set(
            "COSMOVISOR_CUSTOM_PREUPGRADE", "preupgrade.sh").Set("UNSAFE_SKIP_BACKUP", "true")
            .Write("cosmovisor/preupgrade.sh", "#!/bin/sh\necho OK > \"upgrade_name_$1_height_$2\"\n");

        Assert.Equal(0, home.Run("run", "foo", "bar", "1234", home.In(PlanFile)).Code);
        Assert.Equal("OK\n", File.ReadAllText(home.In("upgrade_name_chain2_height_49")));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("--unsafe-skip-upgrades", false)]
    [InlineData("--unsafe-skip-upgrades --abcd", false)]
    [InlineData("--unsafe-skip-upgrades 10 --abcd", false)]
    [InlineData("--unsafe-skip-upgrades 10 49 --abcd", true)]
    [InlineData("--unsafe-skip-upgrades=49", true)]
    [InlineData("--unsafe-skip-upgrades 10,49", true)]
    [InlineData("--unsafe-skip-upgrades 10 20 --abcd 49", false)]
    public static void SkipUpgrade(string flags, bool skipped)
    {
        // Theirs kills the daemon at a height to be skipped and ends with 0; a skipped plan is left alone here, and the node runs on.
        using var home = Home(
            $"echo '{{\"name\":\"chain2\",\"height\":49}}' > \"$DAEMON_HOME/{PlanFile}\"\nsleep 1\necho 'ran on'").Install(
            "upgrades/chain2", Live("echo live"))
            .Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run(["run", "start", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal((0, skipped ? "ran on\n" : "live\n"), (end.Code, end.Output));
    }

    [Theory]
    [InlineData("""{"name":"upgrade1","info":"some info","height":123}""", "upgrade1")]
    [InlineData("""{"name":"Upgrade1","info":"some info","height":125}""", "upgrade1")]
    [InlineData("""{"name":"upgrade1","height":"99"}""", "upgrade1")]
    [InlineData("""{"name":"upgrade1","info":123,"heigh":123}""", null)]
    [InlineData("""{"name":"upgrade1","heigh":"123"}""", null)]
    [InlineData("", null)]
    [InlineData("{}", null)]
    [InlineData("""{"name":"upgrade1"}""", null)]
    [InlineData("""{"height":1}""", null)]
    public static void ParseUpgradeInfoFile(string text, string? upgrade)
    {
        // Theirs ends with a panic on a file it cannot understand, and leaves the daemon behind; here the node runs on.
        using var home = Home($"printf '%s' '{text}' > \"$DAEMON_HOME/{PlanFile}\"\nsleep 1\necho 'ran on'")
            .Install("upgrades/upgrade1", Live("echo live"))
            .Set("UNSAFE_SKIP_BACKUP", "true");

        var end = home.Run("run", "start");

        Assert.Equal((0, upgrade is null ? "ran on\n" : "live\n"), (end.Code, end.Output));
        Assert.Equal(upgrade is null ? "genesis" : $"upgrades/{upgrade}", home.Current);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 0)]
    [InlineData("30", 70)]
    [InlineData("31", 70)]
    [InlineData("7", 70)]
    public static void PreUpgradeCodes(string code, int end)
    {
        using var home = Home(Validate).Install("upgrades/chain2", $"[ \"$1\" = pre-upgrade ] && exit {code}\necho live")
            .Set("UNSAFE_SKIP_BACKUP", "true");

        var run = home.Run("run", "foo", "bar", "1234", home.In(PlanFile));

        Assert.Equal(end, run.Code);
        Assert.Equal(end == 0 ? "upgrades/chain2" : "genesis", home.Current);
    }

    private static NodeHome Home(string genesis) =>
        new NodeHome().Install("genesis", genesis).Write("data/application.db/CURRENT", "test\n");

    // The Go versions run this command of the new binary too, and their fixtures print as if it were a start.
    private static string Live(string script) => $"[ \"$1\" = pre-upgrade ] && exit 1\n[ \"$1\" = version ] && exit 0\n{script}";

    private static string Zip(NodeHome home, string name, (string Entry, string Script) file)
    {
        using (var zip = ZipFile.Open(home.In(name), ZipArchiveMode.Create))
        {
            using var entry = new StreamWriter(zip.CreateEntry(file.Entry).Open());
            entry.Write($"#!/bin/sh\n{file.Script}\n");
        }

        return Checked(home.In(name));
    }

    private static string Checked(NodeHome home, string name, string text)
    {
        File.WriteAllText(home.In(name), text);
        return Checked(home.In(name));
    }

    private static string Checked(string path) =>
        $"file://{path}?checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}";
}
