using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using static Cosmovisor.Tests.BackedUpHome;

namespace Cosmovisor.Tests.Backups;

/// <summary><c>cosmovisorctl backup</c>, as an operator types it.</summary>
[ManyStarts]
public static partial class BackupsByHand
{
    [Fact]
    public static void AreCreatedListedVerifiedRestoredAndPruned()
    {
        using var home = Filled();

        Assert.Matches(
            "^backup \"one\" taken: .*/cosmovisor/backups/one/data, 3 files, ", Done(home.Ctl("backup", "create", "--name", "one")));
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
    public static void WithoutTheDatabasesThatTheNodeKeepsElsewhereAreHalf()
    {
        using var home = Filled().Write("config/config.toml", "db_dir = \"databases\"\n").Write("databases/state.db/CURRENT", "1");

        Assert.Contains($"the backup is incomplete: the node keeps data in {home.In("databases")}",
            Done(home.Ctl("backup", "create", "--name", "one")), StringComparison.Ordinal);
        Assert.Contains("the backup is incomplete", home.Log, StringComparison.Ordinal);
        Assert.Matches("one +half ", Done(home.Ctl("backup", "list")));
        var end = home.Ctl("backup", "restore", "one", "--yes");
        Assert.Equal(1, end.Code);
        Assert.Contains("cosmovisorctl backup restore one --half", end.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.In("data.before-restore")));
        Assert.Contains("restored: ", Done(home.Ctl("backup", "restore", "one", "--yes", "--half")), StringComparison.Ordinal);
    }

    [Fact]
    public static void OfAValidatorSayUntilWhichHeightItSignsNothing()
    {
        using var home = Filled().Write("data/priv_validator_state.json", """{"height":"100","round":0,"step":3}""");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        Assert.DoesNotContain("signs nothing until", Done(home.Ctl("backup", "restore", "one", "--yes")), StringComparison.Ordinal);
        _ = home.Write("data/priv_validator_state.json", """{"height":"140","round":2,"step":3}""");

        var said = Done(home.Ctl("backup", "restore", "one", "--yes"));

        Assert.Contains("the validator signs nothing until the chain is past height 140, round 2", said, StringComparison.Ordinal);
        Assert.Contains("signs nothing until the chain is past height 140", home.Log, StringComparison.Ordinal);
    }

    [Fact]
    public static void OfFilesWithHolesCostNothingAndAreTheSameWithoutThem()
    {
        using var home = Filled().Set("COSMOVISOR_BACKUP_MODE", "copy");
        Assert.Equal(
            "",
            home.Shell(
                "truncate -s 3T data/hole; printf x | dd of=data/hole bs=1 seek=1T conv=notrunc status=none; truncate -s 8M data/small; printf y | dd of=data/small bs=1 seek=5000000 conv=notrunc status=none").Error);
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        Assert.Equal(
            "",
            home.Shell(
                "cd cosmovisor/backups/one/data && cp --sparse=never -p small full && touch -r . ../time && mv full small && touch -r ../time .").Error);

        Assert.Contains("is as it was taken", Done(home.Ctl("backup", "verify", "one", "--deep")), StringComparison.Ordinal);
        Assert.Equal(
            "",
            home.Shell(
                "cd cosmovisor/backups/one/data && touch -r hole ../time && printf z | dd of=hole bs=1 seek=2T conv=notrunc status=none && touch -r ../time hole").Error);
        Assert.Contains(
            "hole has other content: expected sha256 sparse:", home.Ctl("backup", "verify", "one").Output, StringComparison.Ordinal);
        Assert.Equal("", home.Shell("[ $(du -k data/hole | cut -f1) -lt 1000 ] || du -k data/hole").Output);
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

    [Theory]
    [InlineData("create")]
    [InlineData("restore")]
    public static void AreRefusedWhileTheNodeRuns(string command)
    {
        using var home = Filled().Install("genesis", "echo up; exec sleep 300");
        _ = Done(home.Ctl("backup", "create", "--name", "one"));
        using var run = home.Start("start").AwaitOutput("up");
        Wait.Until("the state, written a moment after the start", () => File.Exists(home.In("cosmovisor/state.json")));
        var before = home.Tree();

        var end = home.Ctl(["backup", command, .. command == "create" ? Array.Empty<string>() : ["one", "--yes"]]);

        Assert.Equal(1, end.Code);
        Assert.Contains($"was refused: a cosmovisor runs on this home ({home.In("cosmovisor/lock")} is held by pid {run.Pid}). Stop it first. Nothing was changed",
            end.Error, StringComparison.Ordinal);
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

    [GeneratedRegex(@"^data-backup-\d{4}-\d{1,2}-\d{1,2}$")]
    private static partial Regex SdkName();
}
