using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Upgrading;

/// <summary><c>cosmovisorctl upgrade NAME --now</c>: a version that needs no height.</summary>
public static class PatchReleases
{
    private const string Runs = "[ \"$1\" = pre-upgrade ] && exit 1; trap 'exit 0' TERM; echo old; while :; do sleep 0.02; done";
    private const string RunsToo =
        "[ \"$1\" = pre-upgrade ] && exit 1; [ \"$1\" = version ] && exit 0; trap 'exit 0' TERM; echo new; while :; do sleep 0.02; done";

    [Theory]
    [InlineData("start")]
    [InlineData("run start")]
    public static void AreCarriedOutByTheRunningSupervisor(string command)
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo);
        using var run = home.Start(command.Split(' ')).AwaitOutput("old");

        var end = home.Ctl("upgrade", "v1.1", "--now");

        Assert.True(end.Code == 0, end.Output + end.Error + home.Log);
        Assert.Contains("done: upgrades/v1.1 runs (pid ", end.Output, StringComparison.Ordinal);
        Assert.Matches("the node was down for 0\\.[0-9]+ s", end.Output);
        Assert.Equal("upgrades/v1.1", home.Current);
        _ = run.AwaitOutput("new");
        run.Signal(Run.Terminate);
        Assert.Equal(0, run.End().Code);
        Assert.Equal("started", Answer(home));
        Assert.Contains(
            "\"request\":{\"id\":", Assert.Single(File.ReadAllLines(home.In("cosmovisor/history.jsonl"))), StringComparison.Ordinal);
        Assert.Contains("v1.1", home.Ctl("history").Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void TakeABackupAndRunTheHooksAsAnyUpgrade()
    {
        using var home = Home()
            .Install("upgrades/v1.1", RunsToo)
            .Write("data/application.db/CURRENT", "x")
            .Write("cosmovisor/upgrades/v1.1/migrate", "#!/bin/sh\necho \"$1\" >migrated\n")
            .Write("data/priv_validator_state.json", """{"height":"77","round":0,"step":3}""");
        home.Settings["DAEMON_BACKUP_DATA_DIR"] = home.In("data");
        using var run = home.Start("start").AwaitOutput("old");

        Assert.Equal(0, home.Ctl("upgrade", "v1.1", "--now").Code);

        Assert.Equal("x", File.ReadAllText(home.In("cosmovisor/backups/v1.1/data/application.db/CURRENT")));
        Assert.Equal("v1.1\n", File.ReadAllText(home.In("migrated")));
        Assert.Contains(
            "\"height\":77",
            File.ReadAllText(home.In("cosmovisor/upgrades/v1.1/upgrade-info.json")).Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Stop(run);
    }

    [Fact]
    public static void AreStagedWhileTheNodeRuns()
    {
        using var home = Home();
        var archive = Archive(home, RunsToo);
        using var run = home.Start("start").AwaitOutput("old");

        var wrong = home.Ctl("upgrade", "v1.1", "--now", "--link", $"file://{archive}?checksum=sha256:{new string('0', 64)}");
        var right = home.Ctl("upgrade", "v1.1", "--now", "--link",
            $"file://{archive}?checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive)))}");

        Assert.Equal(1, wrong.Code);
        Assert.Contains("expected sha256:0000", wrong.Output, StringComparison.Ordinal);
        Assert.True(right.Code == 0, right.Output + right.Error + home.Log);
        Assert.Equal("old\nnew\n", run.OutputSoFar);
        Stop(run);
    }

    [Fact]
    public static void ThatDieAtOnceAreToldAndStay()
    {
        using var home = Home().Install("upgrades/v1.1", "[ \"$1\" = start ] && exit 7");
        using var run = home.Start("start").AwaitOutput("old");

        var end = home.Ctl("upgrade", "v1.1", "--now");

        Assert.Equal(7, run.End().Code);
        Assert.Equal((70, "upgrades/v1.1", "ended"), (end.Code, home.Current, Answer(home)));
        Assert.Matches("failed: the new version .* 7, [0-9.]+ s after its start", end.Output);
    }

    [Fact]
    public static void ThatDieBeforeTheyOpenTheDataAreTakenBackWhereThatIsSet()
    {
        using var home =
            Home().Install("upgrades/v1.1", "[ \"$1\" = start ] && exit 7").Write("data/a", "").Set("COSMOVISOR_TAKE_BACK_WITHIN", "30s");
        using var run = home.Start("start").AwaitOutput("old");

        var end = home.Ctl("upgrade", "v1.1", "--now");

        _ = run.Await("the old one again", () => run.OutputSoFar == "old\nold\n");
        Assert.Equal((70, "genesis", "taken-back"), (end.Code, home.Current, Answer(home)));
        Assert.Equal(2, File.ReadAllLines(home.In("cosmovisor/history.jsonl")).Length);
        Stop(run);
    }

    [Fact]
    public static void ThatHaveOpenedTheDataAreTakenBackOnlyIfTheOperatorSaysSo()
    {
        const string Opens = "[ \"$1\" = start ] && { echo x >\"$DAEMON_HOME/data/b\"; exit 7; }";

        using (var home = Home().Install("upgrades/v1.1", Opens).Write("data/a", "").Set("COSMOVISOR_TAKE_BACK_WITHIN", "30s"))
        {
            using var run = home.Start("start").AwaitOutput("old");
            Assert.Equal(70, home.Ctl("upgrade", "v1.1", "--now").Code);
            Assert.Equal((7, "upgrades/v1.1", "ended"), (run.End().Code, home.Current, Answer(home)));
        }

        using var trusting = Home().Install("upgrades/v1.1", Opens).Write("data/a", "");
        using var second = trusting.Start("start").AwaitOutput("old");
        Assert.Equal(70, trusting.Ctl("upgrade", "v1.1", "--now", "--take-back").Code);
        _ = second.Await("the old one again", () => second.OutputSoFar == "old\nold\n");
        Assert.Equal(("genesis", "taken-back"), (trusting.Current, Answer(trusting)));
        Stop(second);
    }

    [Fact]
    public static void ThatStallAreNotTakenBack()
    {
        using var home = Home()
            .Install("upgrades/v1.1", "[ \"$1\" = start ] || exit 0; echo x >\"$DAEMON_HOME/data/b\"; echo stalls; exec sleep 300")
            .Write("data/a", "")
            .Set("COSMOVISOR_TAKE_BACK_WITHIN", "1s");
        using var run = home.Start("start").AwaitOutput("old");

        Assert.Equal(0, home.Ctl("upgrade", "v1.1", "--now", "--take-back").Code);

        Assert.Equal(("upgrades/v1.1", "started"), (home.Current, Answer(home)));
        run.Signal(Run.Terminate);
        Assert.Equal(143, run.End().Code);
        Assert.Equal("upgrades/v1.1", home.Current);
    }

    [Theory]
    [InlineData(null, null, true)] // how far it is, is not known
    [InlineData(50_000L, 6.0, true)] // 1 000 blocks
    [InlineData(49_000L, 6.0, false)] // 2 000 blocks, three hours
    [InlineData(49_000L, 1.0, true)] // 2 000 blocks, half an hour
    public static void AreRefusedNearAPlan(long? height, double? pace, bool isRefused)
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo).Install("upgrades/v2", "exit 0").Set("COSMOVISOR_LOOK_AHEAD", "0s");
        _ = home.Write("cosmovisor/outlook.json", Outlook(height, pace));
        using var run = home.Start("start").AwaitOutput("old");

        var end = home.Ctl("upgrade", "v1.1", "--now");

        Assert.True(end.Code == (isRefused ? 1 : 0), end.Output + end.Error);
        Assert.Equal(isRefused, end.Error.Contains("the upgrade \"v2\" ", StringComparison.Ordinal));
        Assert.Equal(isRefused ? "genesis" : "upgrades/v1.1", home.Current);

        if (isRefused)
        {
            Assert.False(File.Exists(home.In("cosmovisor/upgrade-request.json")));
            Assert.Equal(0, home.Ctl("upgrade", "v1.1", "--now", "--force").Code);
        }

        Stop(run);
    }

    [Fact]
    public static void AreTheNextStartsWhereNoneRuns()
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo);

        var end = home.Ctl("upgrade", "v1.1", "--now");

        Assert.Equal(0, end.Code);
        Assert.Contains("no cosmovisor runs on ", end.Output, StringComparison.Ordinal);
        using var run = home.Start("start").AwaitOutput("new");
        Assert.Equal("new\n", run.OutputSoFar);
        _ = run.Await("the answer", () => Answer(home) == "started");
        Assert.Equal("upgrades/v1.1", home.Current);
        Stop(run);

        using var again = home.Start("start").AwaitOutput("new");
        Stop(again);
        _ = Assert.Single(File.ReadAllLines(home.In("cosmovisor/history.jsonl")));
    }

    [Fact]
    public static void WaitForTheirTime()
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo);
        using var run = home.Start("start").AwaitOutput("old");
        var at = DateTimeOffset.UtcNow.AddSeconds(4);

        var end = home.Ctl("upgrade", "v1.1", "--now", "--at", at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

        Assert.Equal(0, end.Code);
        Assert.Contains("the supervisor carries it out from ", end.Output, StringComparison.Ordinal);
        _ = run.AwaitOutput("new");
        Assert.True(DateTimeOffset.UtcNow >= at);
        Stop(run);
    }

    [Fact]
    public static void CanBeTakenBackWhileTheyWait()
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo);
        using var run = home.Start("start").AwaitOutput("old");
        Assert.Equal(0, home.Ctl("upgrade", "v1.1", "--now", "--at", "2999-01-01T00:00:00Z").Code);
        _ = AwaitLog(home, run, "a command asks for another version");

        var second = home.Ctl("upgrade", "v1.1", "--now");
        var cancelled = home.Ctl("upgrade", "v1.1", "--cancel");
        var again = home.Ctl("upgrade", "v1.1", "--cancel");

        Assert.Equal((1, 0, 1), (second.Code, cancelled.Code, again.Code));
        Assert.Contains("\"v1.1\" was asked for already", second.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(home.In("cosmovisor/upgrade-request.json")));
        Stop(run);
    }

    [Fact]
    public static void WaitWhileAHoldStandsAndStopNoNode()
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo);
        using var run = home.Start("start").AwaitOutput("old");
        Assert.Equal(0, home.Ctl("hold", "slot", "--for", "1h", "--why", "others first").Code);
        using var asking = new Run(Executable.Cosmovisorctl, ["upgrade", "v1.1", "--now"], home.OwnVariables());
        _ = AwaitLog(home, run, "waits until no hold is in force");
        Assert.Equal("genesis", home.Current);

        Assert.Equal(0, home.Ctl("release", "slot").Code);

        Assert.Equal(0, asking.End().Code);
        Assert.Equal("old\nnew\n", run.OutputSoFar);
        Stop(run);
    }

    [Fact]
    public static void WhoseStageFailsLeaveTheNodeRunning()
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo).Write("cosmovisor/upgrades/v1.1/migrate", "#!/no/such/shell\n");
        using var run = home.Start("start").AwaitOutput("old");

        var end = home.Ctl("upgrade", "v1.1", "--now");

        Assert.Equal((1, "genesis", "refused"), (end.Code, home.Current, Answer(home)));
        Assert.Contains("/no/such/shell", end.Output, StringComparison.Ordinal);
        Assert.Contains("The node goes on with genesis", end.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(home.In("cosmovisor/journal.json")));
        Stop(run);
        Assert.Equal("old\n", run.OutputSoFar);
    }

    [Fact]
    public static void ThatFailInTheirMidstAreTriedAgainByTheNextStart()
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo).Write("cosmovisor/upgrades/v1.1/migrate", "#!/bin/sh\n[ -e go ]\n");
        using var run = home.Start("start").AwaitOutput("old");

        var end = home.Ctl("upgrade", "v1.1", "--now");

        Assert.Equal((70, 70, "failed"), (end.Code, run.End().Code, Answer(home)));
        _ = home.Write("go", "");
        using var next = home.Start("start").AwaitOutput("new");
        _ = next.Await("the answer", () => Answer(home) == "started");
        Stop(next);
    }

    [Fact]
    public static void OfAnotherCurrentAreRefused()
    {
        using var home = Home().Install("upgrades/v1.1", RunsToo).Install("upgrades/v1.2", RunsToo);
        Assert.Equal(0, home.Ctl("upgrade", "v1.1", "--now").Code);
        _ = home.PointCurrentTo("upgrades/v1.2");

        using var run = home.Start("start").AwaitOutput("new");

        Assert.Equal(("upgrades/v1.2", "refused"), (home.Current, Answer(home)));
        Assert.Contains("current was pointed from genesis to upgrades/v1.2", home.Log, StringComparison.Ordinal);
        Stop(run);
    }

    [Theory]
    [InlineData("printf garbage >$R", "it is not a request of cosmovisor")]
    [InlineData("mkfifo $R", "it is a pipe; expected a regular file")]
    [InlineData("ln -s /dev/zero $R", "it is a device; expected a regular file")]
    [InlineData("cp good other; ln -s ../other $R", "it is a link; expected a regular file")]
    [InlineData("cp good other; ln other $R", "it has a second name (a hard link)")]
    [InlineData("mkdir $R", "it is a folder; expected a regular file")]
    [InlineData("cp good $R; chmod 666 $R", "it may be written by every user")]
    [InlineData("truncate -s 3G $R", "it has 3221225472 bytes")]
    [InlineData("sed 's/\"id\": \"./&X/' good >$R", "its id is not one of cosmovisor")]
    [InlineData("sed 's/\"v1.1\"/\"..\"/' good >$R", "..")]
    public static void WhoseRequestIsOddAreLeftAlone(string shell, string reason)
    {
        using var home = Home().Install("genesis", "echo old; exit 5").Install("upgrades/v1.1", RunsToo);
        Assert.Equal(0, home.Ctl("upgrade", "v1.1", "--now").Code);
        Assert.Empty(JsonSchema.Faults("request.schema.json", File.ReadAllText(home.In("cosmovisor/upgrade-request.json"))));
        Assert.Equal(0, home.Shell($"mv cosmovisor/upgrade-request.json good; R=cosmovisor/upgrade-request.json; {shell}").Code);

        var end = home.Run("start");

        Assert.Equal((5, "genesis"), (end.Code, home.Current));
        Assert.Contains("the file in the place of an operator's request is not a request and is ignored", home.Log, StringComparison.Ordinal);
        Assert.Contains(reason, home.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "upgrade", "v1.1")]
    [InlineData(64, "upgrade", "..", "--now")]
    [InlineData(64, "upgrade", "v1.1", "--now", "--at", "tomorrow")]
    [InlineData(64, "upgrade", "v1.1", "--now", "--at", "2026-11-28T10:00:00")]
    [InlineData(1, "upgrade", "v9", "--now")]
    [InlineData(1, "upgrade", "v1.0", "--now")] // is current
    [InlineData(1, "upgrade", "v1.1", "--now", "--link", "https://example.org/v1.1?checksum=sha256:00")]
    public static void ThatCannotBeAreRefusedByTheCommand(int code, params string[] words)
    {
        using var home = Home().Install("upgrades/v1.0", RunsToo).PointCurrentTo("upgrades/v1.0");

        var end = home.Ctl(words);

        Assert.True(end.Code == code, end.Output + end.Error);
        Assert.False(File.Exists(home.In("cosmovisor/upgrade-request.json")));
    }

    private static NodeHome Home() =>
        new NodeHome().Install("genesis", Runs).PointCurrentTo("genesis").Write("data/here", "").Set("UNSAFE_SKIP_BACKUP", "true");

    private static void Stop(Run run)
    {
        run.Signal(Run.Terminate);
        Assert.Equal(0, run.End().Code);
    }

    private static Run AwaitLog(NodeHome home, Run run, string text) =>
        run.Await(text, () => home.Log.Contains(text, StringComparison.Ordinal));

    private static string? Answer(NodeHome home)
    {
        var text = File.ReadAllText(home.In("cosmovisor/upgrade-request.json"));
        Assert.Empty(JsonSchema.Faults("request.schema.json", text));
        return JsonDocument.Parse(text).RootElement.TryGetProperty("answer", out var answer) ? answer.GetProperty("state").GetString()
            : null;
    }

    private static string Outlook(long? height, double? pace) => JsonSerializer.Serialize(new
    {
        version = 1,
        at = DateTimeOffset.UtcNow,
        node = new { reachable = true, height, secondsPerBlock = pace },
        plans = new[]
        {
            new { name = "v2", height = 51_000, source = "chain", status = "decided", ready = "yes", checks = Array.Empty<object>() }
        },
    });

    private static string Archive(NodeHome home, string script)
    {
        var path = home.In("v1.1.tar.gz");
        using var file = File.Create(path);
        using var zip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(zip);
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, NodeHome.DaemonName)
        {
            Mode = (UnixFileMode)Convert.ToInt32("755", 8),
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes($"#!/bin/sh\n{script}\n")),
        });
        return path;
    }
}
