using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;
using static Cosmovisor.Tests.BackedUpHome;

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
