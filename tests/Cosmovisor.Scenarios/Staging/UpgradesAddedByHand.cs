using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>
/// <c>add-upgrade</c>, <c>add-batch-upgrade</c> and <c>schedule</c>: binaries into place, heights into the operator's schedule.
/// </summary>
[ManyStarts]
public static class UpgradesAddedByHand
{
    internal const string Schedule = "cosmovisor/schedule.json";
    internal const string OfV2 = "cosmovisor/upgrades/v2/bin/dummyd";

    [Fact]
    public static void AreToldAndLeaveNothingElseBehind()
    {
        using var home = Home().Write("new", Script("v2")).Write("other", Script("v3"));
        string[][] commands =
        [
            ["add-upgrade", "v2", home.In("new"), "--upgrade-height", "100"],
            ["add-upgrade", "v2", home.In("new")],
            ["add-upgrade", "v2", home.In("other")],
            ["add-upgrade", "v2", home.In("new"), "--upgrade-height", "101"],
            ["add-upgrade", "v2", home.In("other"), "--upgrade-height", "101", "--force"],
            ["add-batch-upgrade", "--upgrade-list", $"V3:{home.In("new")}:200,v4:{home.In("other")}:300"],
            ["add-batch-upgrade", $"v5:{home.In("nowhere")}:400", $"v6:{home.Path}:x"],
            ["add-batch-upgrade", $"v5:{home.In("nowhere")}:400", $"v6:{home.Path}:200"],
            ["add-batch-upgrade"],
            ["show-upgrade-info"],
            ["add-upgrade", "v9"],
        ];

        var walk = string.Concat(commands.Select(words => Shown(words, home.Run(words))))
            + Shown(["schedule", "list"], home.Ctl("schedule", "list"));

        Approved.Is(Masked.Text($"{walk}\n{home.Tree()}\n", home));
    }

    [Theory]
    [InlineData("cosmovisor")]
    [InlineData("cosmovisorctl")]
    public static void ServeUnderBothNames(string program)
    {
        using var home = Home().Write("new", Script("v2"));
        string[] words = ["add-upgrade", "v2", home.In("new"), "--upgrade-height", "100"];

        var end = program == "cosmovisor" ? home.Run(words) : home.Ctl(words);

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Equal(Script("v2"), File.ReadAllText(home.In(OfV2)));
        Assert.Equal("rwxr-xr-x", Mode(home.In(OfV2)));
        Assert.Equal("[\n  {\"name\":\"v2\",\"height\":100,\"info\":\"\"}\n]\n", File.ReadAllText(home.In(Schedule)));
        Assert.False(File.Exists(home.In("data/upgrade-info.json")));
    }

    [Theory]
    [InlineData("", "v2-rc1")]
    [InlineData("true", "V2-RC1")]
    public static void HaveTheirNamesRecased(string disable, string folder)
    {
        using var home = Home().Write("new", Script("v2")).Set("COSMOVISOR_DISABLE_RECASE", disable);

        Assert.Equal(0, home.Run("add-upgrade", "V2-RC1", home.In("new")).Code);
        Assert.True(File.Exists(home.In($"cosmovisor/upgrades/{folder}/bin/dummyd")));
    }

    [Fact]
    public static void LeaveWhatTheOperatorHasPutBesideTheBinary()
    {
        using var home = Home().Write("new", Script("v2")).Write("cosmovisor/upgrades/v2/migrate", "mine");

        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new")).Code);
        Assert.Equal("mine", File.ReadAllText(home.In("cosmovisor/upgrades/v2/migrate")));
        Assert.Equal(Script("v2"), File.ReadAllText(home.In(OfV2)));
    }

    [Theory]
    [InlineData("no program", "is neither a program (ELF) nor a script (#!)")]
    [InlineData("#!/no/such/shell\n", "is a script for /no/such/shell, which is not there")]
    [InlineData("", "is neither a program (ELF) nor a script (#!)")]
    public static void ThatCannotBeStartedHereAreRefused(string content, string reason)
    {
        using var home = Home().PointCurrentTo("genesis").Write("new", content);
        var before = home.Tree();

        var end = home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "100");

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains($"nothing was changed:\n  the upgrade \"v2\": {home.In("new")} {reason}", end.Error, StringComparison.Ordinal);
        Assert.Equal(before.Replace("\nnew", "\ncosmovisor/upgrades\nnew", StringComparison.Ordinal), home.Tree());
    }

    [Fact]
    public static void AtAHeightThatIsPassedChangeNothing()
    {
        using var home =
            Home().Write("new", Script("v2")).Write("data/priv_validator_state.json", """{"height":"100","round":0,"step":3}""");

        var passed = home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "100");
        var next = home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "101");

        Assert.Equal(1, passed.Code);
        Assert.Contains(
            $"the upgrade \"v2\" is to happen at height 100, and this node has passed 100 ({home.In("data/priv_validator_state.json")})",
            passed.Error,
            StringComparison.Ordinal);
        Assert.Equal((0, ""), (next.Code, next.Error));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("x")]
    [InlineData("1.5")]
    public static void AtNoHeightAreAMistakeOfUse(string height)
    {
        using var home = Home().Write("new", Script("v2"));

        var end = home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", height);

        Assert.Equal((64, ""), (end.Code, end.Output));
        Assert.Contains(height, end.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.In("cosmovisor/upgrades")));
    }

    [Fact]
    public static void DoNotReplaceTheVersionThatRunsUnlessTheyAreForced()
    {
        using var home = Home().Install("upgrades/v2", "exit 0").PointCurrentTo("upgrades/v2").Write("new", Script("other"))
            .Write("third", Script("third"));
        var before = File.ReadAllText(home.In(OfV2));

        var batch = home.Run("add-batch-upgrade", "--upgrade-list", $"v2:{home.In("new")}:100");

        Assert.Equal((0, ""), (batch.Code, batch.Error));
        Assert.StartsWith("v2 upgrade at height 100 is left out: its version runs already\n", batch.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(home.In(OfV2)));
        Assert.Contains("is the version that runs", home.Run("add-upgrade", "v2", home.In("new")).Error
            + home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "100").Error, StringComparison.Ordinal);
        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new"), "--force").Code);
        Assert.Equal(Script("other"), File.ReadAllText(home.In(OfV2)));
        Assert.Equal(0, home.Run("add-batch-upgrade", "--upgrade-list", $"v2:{home.In("third")}:100", "--force").Code);
        Assert.Equal(Script("third"), File.ReadAllText(home.In(OfV2)));
        Assert.False(File.Exists(home.In(Schedule)));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("list")]
    [InlineData("words")]
    public static void OfABatchLeadThroughFiveVersionsUnattended(string form)
    {
        using var home = Chain();
        var entries = Enumerable.Range(2, 4).Reverse().Select(i => (Name: $"v{i}", Path: home.In($"new{i}"), Height: i * 4)).ToArray();
        string[] words = form switch
        {
            "csv" => [
                "--upgrade-file",
                home.Write("batch", string.Concat(entries.Select(one => $"{one.Name}, \"{one.Path}\",{one.Height}\r\n"))).In("batch")
            ],
            "json" => ["--upgrade-file", home.Write(
                "batch",
                $"[{string.Join(',', entries.Select(one => $$"""{"name":"{{one.Name}}","path":"{{one.Path}}","height":{{one.Height}}}"""))}]")
                .In("batch")],
            "list" => ["--upgrade-list", string.Join(',', entries.Select(one => $"{one.Name}:{one.Path}:{one.Height}"))],
            _ => [.. entries.Select(one => $"{one.Name}:{one.Path}:{one.Height}")],
        };

        var added = home.Run(["add-batch-upgrade", .. words]);
        Assert.True(added.Code == 0, added.Error);
        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v5", home.Current);
        Assert.Equal(["v1", "v2", "v3", "v4", "v5"], File.ReadAllLines(home.In("made")).Select(line => line.Split(' ')[1]).Distinct());
        Assert.Equal("[]\n", File.ReadAllText(home.In(Schedule)));
    }

    [Theory]
    [InlineData(
        """[{"name":"v99","height":10}]""",
        "there is none at HOME/cosmovisor/upgrades/v99/bin/dummyd, and the plan's info is empty: it names no binaries\n")]
    [InlineData(
        """[{"name":"v99","binary":"/new","height":10}]""",
        "names no binaries\n  the upgrade \"v99\" has \"binary\", which has no effect here: an entry has name, path, height and info\n")]
    [InlineData(
        """[{"name":"v99","height":10,"info":"{\"binaries\":{\"any\":\"https://x/y?checksum=sha256:00\"}}"}]""",
        "/v99/bin/dummyd, and DAEMON_ALLOW_DOWNLOAD_BINARIES is not true\n")]
    [InlineData("""[{"name":"odd","height":10}]""", ": HOME/cosmovisor/upgrades/odd/bin/dummyd is not executable")]
    public static void WithoutThePathOfABinaryThatIsNowhereChangeNothing(string batch, string reason)
    {
        using var home = Home().PointCurrentTo("genesis").Write("cosmovisor/upgrades/odd/bin/dummyd", "no program").Write("batch", batch);
        var before = home.Tree();

        var end = home.Run("add-batch-upgrade", "--upgrade-file", home.In("batch"));

        Assert.Equal((1, ""), (end.Code, end.Output));
        Assert.Contains("nothing was changed:\n  the upgrade \"", end.Error, StringComparison.Ordinal);
        Assert.Contains(reason.Replace("HOME", home.Path, StringComparison.Ordinal), end.Error, StringComparison.Ordinal);
        Assert.Equal(before, home.Tree());
    }

    [Theory]
    [InlineData("""[{"name":"v2","height":10}]""", "")]
    [InlineData("""[{"name":"V2","height":10,"comment":"x"}]""", "the upgrade \"v2\" has \"comment\", which has no effect here")]
    [InlineData("""[{"name":"v3","height":10,"info":"{\"binaries\":{\"any\":\"https://x/y?checksum=sha256:00\"}}"}]""", "")]
    [InlineData("""[{"name":"v3","height":10,"info":"https://example.org/plan.json"}]""", "")]
    public static void WithoutThePathOfABinaryThatIsInPlaceOrMayBeDownloadedAreScheduled(string batch, string told)
    {
        using var home = Home().Install("upgrades/v2", "echo v2").Write("batch", batch).Set("DAEMON_ALLOW_DOWNLOAD_BINARIES", "true");

        var end = home.Run("add-batch-upgrade", "--upgrade-file", home.In("batch"));

        Assert.Equal((0, ""), (end.Code, end.Error));
        Assert.Contains(told, end.Output, StringComparison.Ordinal);
        Assert.Contains("\"height\":10", File.ReadAllText(home.In(Schedule)), StringComparison.Ordinal);
    }

    [Fact]
    public static void BesideAPlanOfTheChainComeInTheOrderOfTheirHeights()
    {
        // The mock chain of the SDK's redesign: a plan of governance, one upgrade by hand in the next life, a batch around both in the one
        // after.
        using var home = new NodeHome().Set("UNSAFE_SKIP_BACKUP", "true");
        string Version(string name, string options) =>
            $"#!/bin/sh\n[ \"$1\" != start ] || echo {name} >> \"$DAEMON_HOME/lives\"\n"
            + $"exec {Executable.SimNode} --as {name} --era 0.50 --plan gov1@30 --note-blocks \"$DAEMON_HOME/made\" --home \"$DAEMON_HOME\" {options} \"$@\"\n";
        _ = home.Install("genesis", Version("genesis", "--block-time 600")).Install(
            "upgrades/gov1", Version("gov1", "--handles gov1 --block-time 1"))
            .Write("manual10", Version("manual10", "--block-time 1")).Write("manual20", Version("manual20", "--block-time 1"))
            .Write("manual40", Version("manual40", "--handles gov1 --block-time 1 --blocks 5"));
        string[] Lives() => File.Exists(home.In("lives")) ? File.ReadAllLines(home.In("lives")) : [];

        using var run = home.Start("run", "start").Await("the first life", () => Lives() is [_]);
        var manual = home.Run("add-upgrade", "manual20", home.In("manual20"), "--upgrade-height", "20", "--restart-now");
        _ = run.Await("the second life", () => Lives() is [_, _]);
        var batch = home.Run(
            "add-batch-upgrade", $"manual40:{home.In("manual40")}:40", $"manual10:{home.In("manual10")}:10", "--restart-now");

        Assert.Equal((0, ""), (manual.Code, manual.Error));
        Assert.Equal((0, ""), (batch.Code, batch.Error));
        Assert.Equal(0, run.End().Code);
        Assert.Equal(["genesis", "genesis", "genesis", "manual10", "manual20", "gov1", "manual40"], Lives());
        Assert.Equal(
            Enumerable.Range(1, 44).Select(
                height =>
                    $"{height} {(height < 10 ? "genesis" : height < 20 ? "manual10" : height < 30 ? "manual20" : height < 40 ? "gov1" : "manual40")}"),
            File.ReadAllLines(home.In("made")));
        Assert.Equal("upgrades/manual40", home.Current);
        Assert.Equal("[]\n", File.ReadAllText(home.In(Schedule)));
    }

    [Theory]
    [InlineData("add-batch-upgrade", "height=3000000")]
    [InlineData("remove", "daemon started")]
    public static void AndTakenOffAgainTakeEffectWhenTheNodeIsRestartedNow(string command, string expected)
    {
        using var home = Chain(blockTime: 20).Write(Schedule, """[{"name":"v2","height":1000000}]""")
            .Write("cosmovisor/upgrades/v2/bin/dummyd", Script("v2"));
        using var run = home.Start("run", "start").AwaitError("height=1000000").Await("a block", () => File.Exists(home.In("made")));

        var end = command == "remove" ? home.Ctl("schedule", "remove", "v2", "--restart-now")
            : home.Run("add-batch-upgrade", $"v2:{home.In("new2")}:3000000", "--restart-now");

        Assert.True(end.Code == 0, end.Error);
        Assert.EndsWith($"pid {run.Pid} was asked to restart the node\n", end.Output, StringComparison.Ordinal);
        _ = run.AwaitError("restarting the daemon, as a command has asked").AwaitError("downtime=").AwaitError(expected);
        var made = File.ReadAllLines(home.In("made")).Length;
        _ = run.Await("a block of the next life", () => File.ReadAllLines(home.In("made")).Length > made + 1);
        run.Signal(Run.Terminate);
        Assert.Equal(0, run.End().Code);
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void ToANodeThatRunsTakeEffectWhenItIsRestartedNow()
    {
        using var home = Chain(blockTime: 20);
        using var run = home.Start("run", "start").Await("a block", () => File.Exists(home.In("made")));

        var added = home.Run("add-upgrade", "v2", home.In("new2"), "--upgrade-height", "1000000");
        Assert.Contains(
            "The node that runs now knows nothing of this: it is still upgraded at the height it was started for, and this takes effect at its next start. --restart-now restarts it",
            added.Output,
            StringComparison.Ordinal);
        var restarted = home.Run("add-upgrade", "v2", home.In("new2"), "--upgrade-height", "2000000", "--force", "--restart-now");

        Assert.Contains($"pid {run.Pid} was asked to restart the node", restarted.Output, StringComparison.Ordinal);
        _ = run.AwaitError("restarting the daemon, as a command has asked").AwaitError("height=2000000").AwaitError("downtime=");
        var made = File.ReadAllLines(home.In("made")).Length;
        _ = run.Await("a block of the next life", () => File.ReadAllLines(home.In("made")).Length > made + 1);
        Assert.False(run.HasEnded);
        run.Signal(Run.Terminate);
        Assert.Equal("genesis", home.Current);
        Assert.Equal(0, run.End().Code);
    }

    [Fact]
    public static void CannotRestartANodeThatDoesNotRun()
    {
        using var home = Home().Write("new", Script("v2"));

        var end = home.Run("add-upgrade", "v2", home.In("new"), "--restart-now");

        Assert.Equal(1, end.Code);
        Assert.Contains($"no cosmovisor runs on {home.Path}, so there is nothing to restart", end.Error, StringComparison.Ordinal);
        Assert.Equal(Script("v2"), File.ReadAllText(home.In(OfV2)));
    }

    [Fact]
    public static void CannotRestartACommandThatIsNotTheNode()
    {
        using var home = Home().Install("genesis", "echo ready; exec sleep 60").Write("new", Script("v2"));
        using var run = home.Start("unheard-of").AwaitOutput("ready");

        var end = home.Run("add-upgrade", "v2", home.In("new"), "--restart-now");

        Assert.Equal(1, end.Code);
        Assert.Contains($"pid {run.Pid} runs a command of the daemon that is not the node, so there is nothing to restart",
            end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static void AtOnceByManyAreAllThereInTheEnd()
    {
        using var home = Home().Write("new", Script("v"));
        var runs = Enumerable.Range(1, 12).Select(i => home.Start("add-upgrade", $"v{i}", home.In("new"), "--upgrade-height", $"{i * 100}"))
            .ToList();

        Assert.All(runs, run =>
        {
            Assert.Equal(0, run.End().Code);
            run.Dispose();
        });
        Assert.Equal(12, home.Ctl("schedule", "list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public static void KilledAnywhereAreThereOrNotAndLeaveNothingHalfMade()
    {
        using var home = Home().Write("new", "#!/bin/sh\n" + new string('#', 4_000_000));
        var whole = File.ReadAllText(home.In("new"));

        for (var wait = 0; wait < 60; wait += 3)
        {
            using (var run = home.Start("add-upgrade", "v2", home.In("new"), "--upgrade-height", "100", "--force"))
            {
                Thread.Sleep(wait); // where it is then differs from run to run: that is what is wanted
                if (!run.HasEnded)
                {
                    run.Signal(Run.Kill);
                }

                _ = run.End();
            }

            Assert.True(!File.Exists(home.In(OfV2)) || File.ReadAllText(home.In(OfV2)) == whole, $"half a binary after {wait} ms");
            Assert.True(!File.Exists(home.In(Schedule)) || (File.Exists(home.In(OfV2))
                && home.Ctl("schedule", "list").Output.Contains("v2", StringComparison.Ordinal)), $"half a schedule after {wait} ms");
        }

        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "100", "--force").Code);
        Assert.Equal(["v2"], Directory.GetFileSystemEntries(home.In("cosmovisor/upgrades")).Select(Path.GetFileName));
    }

    internal static NodeHome Home() => new NodeHome().Install("genesis", "echo genesis");

    internal static NodeHome HaltsAt7() => new NodeHome()
        .Install("genesis",
            $"echo \"$@\"\n[ $# -lt 2 ] || {Scripts.Print("4:00PM INF halting node per configuration height=7 time=0")} >&2")
        .Set("UNSAFE_SKIP_BACKUP", "true");

    private static NodeHome Chain(int blockTime = 1)
    {
        var home = new NodeHome().Set("UNSAFE_SKIP_BACKUP", "true");
        string Options(string version) =>
            $"--as {version} --era 0.50 --block-time {blockTime} --note-blocks \"$DAEMON_HOME/made\" --home \"$DAEMON_HOME\"{(version == "v5" ? " --blocks 5" : "")}";
        _ = home.InstallNode("genesis", Options("v1"));

        foreach (var version in Enumerable.Range(2, 4))
        {
            _ = home.Write($"new{version}", $"#!/bin/sh\nexec {Executable.SimNode} {Options($"v{version}")} \"$@\"\n");
        }

        return home;
    }

    internal static string Script(string says) => $"#!/bin/sh\necho {says}\n";

    private static string Shown(string[] words, Finished end) => $"$ {string.Join(' ', words)}\n{end.Output}{end.Error}=> {end.Code}\n\n";

    private static string Mode(string path) => File.GetUnixFileMode(path) == (UnixFileMode)Convert.ToInt32("755", 8) ? "rwxr-xr-x"
        : $"{File.GetUnixFileMode(path)}";
}
