using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cosmovisor.Tests.Supervision;
using Xunit;

namespace Cosmovisor.Tests;

/// <summary><c>cosmovisorctl backup</c>, as an operator types it.</summary>
public static partial class BackupsByHand
{
    [Fact]
    public static void AreCreatedListedVerifiedRestoredAndPruned()
    {
        using var home = Filled();

        Assert.Matches("^backup \"one\" taken: .*/cosmovisor/backups/one/data, 3 files, ", Done(home.Ctl("backup", "create", "--name", "one")));
        Assert.Matches("^backup \"manual-\\d{8}T\\d{6}Z\" taken", Done(home.Ctl("backup", "create")));
        Assert.Matches("one +whole +20.*genesis", Done(home.Ctl("backup", "list")));

        using (var json = JsonDocument.Parse(Done(home.Ctl("backup", "list", "--json"))))
        {
            var one = json.RootElement.EnumerateArray().Single(line => line.GetProperty("name").GetString() == "one");
            Assert.Equal(("whole", 3), (one.GetProperty("state").GetString(), one.GetProperty("files").GetInt32()));
        }

        Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "one")), StringComparison.Ordinal);
        Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "one", "--deep")), StringComparison.Ordinal);

        _ = home.Write("data/a", "changed").Write("data/new", "new");
        Assert.Contains("restored: ", Done(home.Ctl("backup", "restore", "one", "--yes")), StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(home.In("data/a")));
        Assert.False(File.Exists(home.In("data/new")));
        Assert.Equal("changed", File.ReadAllText(home.In("data.before-restore/a")));

        Assert.Equal("removed \"one\"\n", Done(home.Ctl("backup", "prune", "--keep", "1")));
        Assert.DoesNotContain("one ", Done(home.Ctl("backup", "list")), StringComparison.Ordinal);
    }

    [Fact]
    public static void ThatWereDamagedAreFoundOut()
    {
        using var home = Filled().Set("COSMOVISOR_BACKUP_MODE", "copy");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        Assert.Equal(0, home.Shell("cd cosmovisor/backups/one/data; touch -r a ../time; printf 2 >a; touch -r ../time a").Code);

        var end = home.Ctl("backup", "verify", "one");
        var restore = home.Ctl("backup", "restore", "one", "--yes");

        Assert.Equal(1, end.Code);
        Assert.Contains("a has other content: expected sha256", end.Output, StringComparison.Ordinal);
        Assert.Equal(1, restore.Code);
        Assert.Contains("is not as it was when it was taken: a has other content", restore.Error, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(home.In("data/a")));
    }

    [Fact]
    public static void OfAnUpgradeOfTheScheduleAreRestoredWithItsEntry()
    {
        using var home = new NodeHome().Write("data/a", "1").Write("new", "#!/bin/sh\n[ \"$1\" = pre-upgrade ] || echo new\n")
            .Install("genesis", "echo '3:04PM INF committed state app_hash=00 height=6 module=state num_txs=0'; echo '3:04PM INF halting node per configuration height=7 module=server time=0'; exec sleep 60");
        Assert.Equal(0, home.Run("add-upgrade", "v2", home.In("new"), "--upgrade-height", "7").Code);
        Assert.Equal(0, home.Run("run", "start").Code);
        Assert.Equal(("upgrades/v2", "nothing is scheduled\n"), (home.Current, home.Ctl("schedule", "list").Output));

        var restore = Done(home.Ctl("backup", "restore", "v2", "--yes"));

        Assert.Contains("v2, for which it was taken and which the chain has not asked for, is scheduled again for height 7", restore, StringComparison.Ordinal);
        Assert.DoesNotContain("carries out that upgrade again", restore, StringComparison.Ordinal);
        Assert.Equal("genesis", home.Current);
        Assert.EndsWith("new\n", home.Run("run", "start").Output, StringComparison.Ordinal);
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void WhoseManifestIsDamagedAreNotRestored()
    {
        using var home = Filled();
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        _ = home.Write("cosmovisor/backups/one/data/a", "damaged").Write("cosmovisor/backups/one/manifest.jsonl", "{\"backup\":1,");

        var end = home.Ctl("backup", "restore", "one", "--yes");

        Assert.Equal(1, end.Code);
        Assert.Contains("\"one\" is not a whole backup: its manifest", end.Error, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(home.In("data/a")));
    }

    [Fact]
    public static void OfAVersionThatRanAlreadyDoNotPromiseItsUpgrade()
    {
        using var home = Filled().Install("upgrades/v2", "echo v2").PointCurrentTo("upgrades/v2").Write("data/upgrade-info.json", """{"name":"v2","height":5}""");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));

        Assert.DoesNotContain("carries out that upgrade again", Done(home.Ctl("backup", "restore", "one", "--yes")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Run.Interrupt)]
    [InlineData(Run.Terminate)]
    public static void AreNotRestoredWhenTheQuestionIsAnsweredByASignal(int signal)
    {
        using var home = Filled();
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        _ = home.Write("data/a", "changed");
        using var run = home.StartBash("mkfifo \"$DAEMON_HOME/nobody\"; sleep 600 >\"$DAEMON_HOME/nobody\" & nobody=$!; env --default-signal \"${EXE}ctl\" backup restore one <\"$DAEMON_HOME/nobody\" & echo $! >\"$DAEMON_HOME/pid\"; wait $!; code=$?; kill $nobody; exit $code");
        _ = run.AwaitOutput("[y/N]");

        Signal.Send(int.Parse(home.Written("pid"), CultureInfo.InvariantCulture), signal);

        Assert.Equal(128 + signal, run.End().Code);
        Assert.Equal("changed", File.ReadAllText(home.In("data/a")));
        Assert.False(Directory.Exists(home.In("data.restoring")));
    }

    [Fact]
    public static void AreExplainedBeforeTheyAreRestoredAndNobodysYesIsNo()
    {
        using var home = Upgraded(withGenesis: true);
        _ = home.Write("data/a", "2");

        var end = home.Ctl("backup", "restore", "v2");

        Assert.Equal(1, end.Code);
        Assert.Equal("2", File.ReadAllText(home.In("data/a")));
        Assert.Equal("upgrades/v2", home.Current);
        Approved.Is(Masked.Text(end.Output, home));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("restore")]
    public static void AreRefusedWhileTheNodeRuns(string command)
    {
        using var home = Filled().Install("genesis", "echo up; exec sleep 300");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        using var run = home.Start("start").AwaitOutput("up");
        var before = home.Tree();

        var end = home.Ctl(["backup", command, .. command == "create" ? Array.Empty<string>() : ["one", "--yes"]]);

        Assert.Equal(1, end.Code);
        Assert.Contains($"was refused: a cosmovisor runs on this home ({home.In("cosmovisor/lock")} is held by pid {run.Pid}). Stop it first. Nothing was changed", end.Error, StringComparison.Ordinal);
        Assert.Equal(before, home.Tree());
    }

    [Fact]
    public static void OfAnUpgradeLieWhereTheClassicContractPutsThem()
    {
        using var home = Upgraded(withGenesis: false);

        Assert.Equal("1", File.ReadAllText(home.In("cosmovisor/backups/v2/data/a")));
        Assert.True(File.Exists(home.In("cosmovisor/backups/v2/.keep")));
        Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "v2")), StringComparison.Ordinal);
        _ = Done(home.Ctl("backup", "restore", "v2", "--yes"));
        Assert.Equal("genesis", home.Current);
    }

    [Fact]
    public static void OfAnUpgradeLieWhereTheSdkContractPutsThem()
    {
        using var home = Filled().Install("genesis", Writes("v2")).Install("upgrades/v2", Writes("v3")).Install("upgrades/v3", "exit 0");
        _ = Directory.CreateDirectory(home.In("kept"));
        _ = home.Set("DAEMON_DATA_BACKUP_DIR", home.In("kept"));

        var end = home.Run("run", "start");

        Assert.True(end.Code == 0, end.Error);
        var names = Directory.GetDirectories(home.In("kept")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, names.Length);
        Assert.Matches(SdkName(), names[0]);
        Assert.Equal($"{names[0]}-v3", names[1]);

        _ = home.Set("COSMOVISOR_PROFILE", "sdk");
        Assert.Contains(names[1]!, Done(home.Ctl("backup", "list")), StringComparison.Ordinal);
        Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "v2")), StringComparison.Ordinal);
        _ = Done(home.Ctl("backup", "restore", names[1]!, "--yes"));
        Assert.Equal("upgrades/v2", home.Current);
    }

    [Fact]
    public static void BringTheGenesisOfThenBack()
    {
        using var home = Upgraded(withGenesis: true);
        Assert.Contains("new", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);

        _ = Done(home.Ctl("backup", "restore", "v2", "--yes"));

        Assert.Equal("genesis", home.Current);
        Assert.Contains("old", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
        Assert.Contains("new", File.ReadAllText(home.In("config/genesis.json.before-restore")), StringComparison.Ordinal);

        // The next start carries the upgrade out once more, new genesis and all; and the way back is still open.
        Assert.Equal(0, home.Run("start").Code);
        Assert.Contains("new", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
        _ = Done(home.Ctl("backup", "restore", "v2", "--yes"));
        Assert.Contains("old", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
    }

    [Fact]
    public static void OfLongAgoBringTheGenesisOfThatTime()
    {
        // Taken by hand before an upgrade that changed the genesis: nothing of that plan stands beside it.
        using var home = Filled().Write("config/genesis.json", "{\"chain_id\":\"old\"}");
        _ = Done(home.Ctl("backup", "create", "--name", "long-ago"));
        Upgrade(home, withGenesis: true);

        _ = Done(home.Ctl("backup", "restore", "long-ago", "--yes"));

        Assert.Contains("old", File.ReadAllText(home.In("config/genesis.json")), StringComparison.Ordinal);
    }

    [Fact]
    public static void KilledAnywhereWhileTheyAreTakenAreWholeOrNotThere() => KillEverywhere(
        ["backup", "create", "--name", "one"],
        home => { },
        home =>
        {
            var list = JsonDocument.Parse(Done(home.Ctl("backup", "list", "--json")));
            Assert.All(list.RootElement.EnumerateArray(), line => Assert.Equal("whole", line.GetProperty("state").GetString()));

            if (list.RootElement.GetArrayLength() == 0)
            {
                _ = Done(home.Ctl("backup", "create", "--name", "one"));
            }

            Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "one", "--deep")), StringComparison.Ordinal);
            Assert.DoesNotContain(home.Tree().Split('\n'), line => line.EndsWith(".taking", StringComparison.Ordinal));
        });

    [Fact]
    public static void KilledAnywhereWhileTheyAreRestoredLoseNothing() => KillEverywhere(
        ["backup", "restore", "one", "--yes"],
        home =>
        {
            _ = Done(home.Ctl("backup", "create", "--name", "one"));
            _ = home.Write("data/a", "2");
        },
        home =>
        {
            var place = new[] { "data", "data.restoring", "data.before-restore" }.Where(name => File.Exists(home.In($"{name}/a"))).ToDictionary(name => name, name => File.ReadAllText(home.In($"{name}/a")));
            Assert.Contains("2", place.Values);
            _ = Done(home.Ctl("backup", "restore", "one", "--yes"));
            Assert.Equal("1", File.ReadAllText(home.In("data/a")));
            Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "one", "--deep")), StringComparison.Ordinal);
            Assert.False(File.Exists(home.In("cosmovisor/restore.json")));
        });

    /// <summary>From a run that was just begun to one that is just over, in equal parts.</summary>
    private static void KillEverywhere(string[] command, Action<NodeHome> prepare, Action<NodeHome> check)
    {
        const int Kills = 12;
        var whole = TimeSpan.Zero;

        for (var kill = 0; kill <= Kills; kill++)
        {
            using var home = Filled(files: 300);
            prepare(home);
            var began = Stopwatch.GetTimestamp();
            using var run = new Run(Executable.Cosmovisorctl, command, home.Variables());

            if (kill == 0)
            {
                Assert.Equal(0, run.End().Code);
                whole = Stopwatch.GetElapsedTime(began);
            }
            else
            {
                Thread.Sleep(whole * kill / Kills); // the instant itself is what is tried

                if (!run.HasEnded)
                {
                    run.Signal(Run.Kill);
                }

                _ = run.End();
            }

            check(home);
        }
    }

    private static string Done(Finished end)
    {
        Assert.True(end is { Code: 0, Error: "" }, $"code {end.Code}: {end.Error}{end.Output}");
        return end.Output;
    }

    private static NodeHome Filled(int files = 3)
    {
        var home = new NodeHome().Install("genesis", "exit 0");
        _ = File.CreateSymbolicLink(home.In("cosmovisor/current"), "genesis");

        for (var file = 0; file < files; file++)
        {
            _ = home.Write(file == 0 ? "data/a" : $"data/folder-{file % 7}/{file}", file == 0 ? "1" : new string('x', file * 100));
        }

        return home;
    }

    /// <summary>A home that has been upgraded to v2, with a backup.</summary>
    private static NodeHome Upgraded(bool withGenesis)
    {
        var home = Filled().Write("config/genesis.json", "{\"chain_id\":\"old\"}");
        Upgrade(home, withGenesis);
        return home;
    }

    private static void Upgrade(NodeHome home, bool withGenesis)
    {
        _ = home.Install("genesis", Writes("v2")).Install("upgrades/v2", "exit 0").Set("DAEMON_BACKUP_DATA_DIR", home.In("data"));

        if (withGenesis)
        {
            _ = home.Write("cosmovisor/upgrades/v2/genesis.json", "{\"chain_id\":\"new\"}");
        }

        var end = home.Run("start");
        Assert.True(end.Code == 0, end.Error);
        Assert.Equal("upgrades/v2", home.Current);
    }

    private static string Writes(string plan) => $"[ \"$1\" = start ] || exit 1; mkdir -p $DAEMON_HOME/data; echo '{{\"name\":\"{plan}\",\"height\":49}}' >$DAEMON_HOME/data/upgrade-info.json; {Scripts.StayAlive}";

    [GeneratedRegex(@"^data-backup-\d{4}-\d{1,2}-\d{1,2}$")]
    private static partial Regex SdkName();
}
