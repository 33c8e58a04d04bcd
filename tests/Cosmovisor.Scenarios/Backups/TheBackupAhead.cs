using System.Text.Json;
using Xunit;

namespace Cosmovisor.Tests.Backups;

/// <summary>An upgrade is near, and the data lies on another disk than the backups: what is quiet is copied before the halt.</summary>
public static class TheBackupAhead
{
    private const string Copied = "files of the coming backup copied before the halt";
    private const string Refused = "the coming backup cannot be copied ahead";
    private const string NodeKey =
        """{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg=="}}""";

    [Fact]
    public static void IsTakenOverAtTheHalt()
    {
        using var home = Home("--plan v2@400");
        using var data = Old(home);
        using var run = home.Start("start");

        _ = run.Await("a copy ahead", () => home.Log.Contains(Copied, StringComparison.Ordinal));
        Assert.Contains("files=2 ahead=\"293 KiB\" copied=\"293 KiB\"", home.Log, StringComparison.Ordinal);
        _ = run.Await("a look at it", () => Says(home).Contains(" are copied ahead; ", StringComparison.Ordinal));

        _ = run.Await("the upgrade", () => home.Current == "upgrades/v2");
        Assert.Contains(" ahead=\"293 KiB\"", Line(home, "backup done"), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(home.In("data/wasm/module")), File.ReadAllBytes(home.In("cosmovisor/backups/v2/data/wasm/module")));
        Assert.Equal(0, home.Ctl("backup", "verify", "v2", "--deep").Code);
        _ = run.Await("its end", () => !Directory.Exists(home.In("cosmovisor/backups/.ahead")));
        End(run);
    }

    [Fact]
    public static void ThatChangedSinceIsCopiedAtTheHalt()
    {
        using var home = Home("--plan v2@400");
        using var data = Old(home);
        using var run = home.Start("start");
        _ = run.Await("a copy ahead", () => home.Log.Contains(Copied, StringComparison.Ordinal));

        using (var file = new FileStream(home.In("data/wasm/module"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write("changed"u8);
        }

        File.SetLastWriteTimeUtc(home.In("data/wasm/module"), DateTime.UtcNow.AddHours(-2));
        _ = run.Await("the upgrade", () => home.Current == "upgrades/v2");

        Assert.Contains(" ahead=\"97.7 KiB\"", Line(home, "backup done"), StringComparison.Ordinal);
        Assert.Equal(
            "changed",
            System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(home.In("cosmovisor/backups/v2/data/wasm/module")).AsSpan(0, 7)));
        End(run);
    }

    [Fact]
    public static void OfAPlanThatIsCancelledGivesItsRoomBack()
    {
        using var home = Home("--plan v2@9000 --cancelled-at 400").Set("COSMOVISOR_BACKUP_AHEAD", "20h");
        using var data = Old(home);
        using var run = home.Start("start");
        _ = run.Await("a copy ahead", () => home.Log.Contains(Copied, StringComparison.Ordinal));
        Assert.True(Directory.Exists(home.In("cosmovisor/backups/.ahead")));

        _ = run.Await("its end", () => home.Log.Contains("what was copied ahead is removed", StringComparison.Ordinal));

        Assert.False(Directory.Exists(home.In("cosmovisor/backups/.ahead")));
        End(run);
    }

    [Fact]
    public static void OutlivesTheSupervisor()
    {
        using var home = Home("--plan v2@700");
        using var data = Old(home);

        using (var first = home.Start("start"))
        {
            _ = first.Await("a copy ahead", () => home.Log.Contains(Copied, StringComparison.Ordinal));
            first.Signal(Run.Kill);
            _ = first.End();
        }

        using var second = home.Start("start");
        _ = second.Await("the upgrade", () => home.Current == "upgrades/v2");

        Assert.Contains(" ahead=\"293 KiB\"", Line(home, "backup done"), StringComparison.Ordinal);
        End(second);
    }

    [Fact]
    public static void IsNotMadeWhereTheOperatorDoesNotWantIt()
    {
        using var home = Home("--plan v2@120").Set("COSMOVISOR_BACKUP_AHEAD", "0s");
        using var data = Old(home);
        using var run = home.Start("start");

        _ = run.Await("the upgrade", () => home.Current == "upgrades/v2");

        Assert.DoesNotContain(Copied, home.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(" ahead=", Line(home, "backup done"), StringComparison.Ordinal);
        End(run);
    }

    /// <summary>Something else fills the disk of the backups while the copy ahead is at work, and stays for some rounds.</summary>
    [Fact]
    public static void OfADiskThatGetsFullIsToldOnceAndGoesOnWhenThereIsRoom()
    {
        using var home = Home("--plan v2@1400").Set("COSMOVISOR_BACKUP_AHEAD", "30s"); // a round each three seconds
        using var data = Old(home);
        using var disk = SmallDisk.MountOrSkip(home.In("cosmovisor/backups"), megabytes: 96);
        using var run = home.Start("start");
        var ahead = home.In("cosmovisor/backups/.ahead");

        // A round looks at all files first, and begins to copy a second later.
        _ = run.Await("a copy ahead", () => Directory.Exists(ahead));
        disk.Fill(leaving: 300_000);
        _ = run.Await("the trouble", () => home.Log.Contains(Refused, StringComparison.Ordinal));
        Assert.False(Directory.Exists(ahead));
        Assert.Contains("there is not enough free space", Line(home, Refused), StringComparison.Ordinal);
        var looks = LooksAfter(home, run, 6);

        Assert.Equal(2, home.Log.Split(Refused).Length); // once
        Assert.Equal(["full"], Directory.EnumerateFileSystemEntries(home.In("cosmovisor/backups")).Select(Path.GetFileName));
        Assert.True(home.Current == "genesis" && looks >= 6, home.Log);

        disk.Free();
        _ = run.Await("the next round", () => home.Log.Contains(Copied, StringComparison.Ordinal));
        _ = run.Await("the upgrade", () => home.Current == "upgrades/v2");
        Assert.Contains(" ahead=\"293 KiB\"", Line(home, "backup done"), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(home.In("data/wasm/module")), File.ReadAllBytes(home.In("cosmovisor/backups/v2/data/wasm/module")));
        Assert.Equal(0, home.Ctl("backup", "verify", "v2", "--deep").Code);
        End(run);
    }

    private static NodeHome Home(string options)
    {
        var home = new NodeHome().Set("COSMOVISOR_LOOK_AHEAD", "1s").Set("DAEMON_RESTART_AFTER_UPGRADE", "true");
        _ = home.Set("DAEMON_BACKUP_DATA_DIR", home.In("data")).Write("config/node_key.json", NodeKey)
            .Write("config/config.toml", $"[rpc]\nladdr = \"unix://{home.In("rpc.sock")}\"\n");
        var answering = $"--home {home.Path} --rpc unix://{home.In("rpc.sock")}";
        return home.InstallNode("genesis", $"--era 0.50 --block-time 40 {options} {answering}")
            .InstallNode("upgrades/v2", $"--era 0.50 --block-time 40 {answering}");
    }

    private static OldData Old(NodeHome home) => OldData.MountOrSkip(home, ("wasm/module", 200_000), ("snapshots/1", 100_000));

    private static string Line(NodeHome home, string words) =>
        home.Log.Split('\n').Single(line => line.Contains($" {words} ", StringComparison.Ordinal));

    private static string Says(NodeHome home) => File.Exists(home.In("cosmovisor/outlook.json"))
        ? string.Join('\n', JsonDocument.Parse(File.ReadAllText(home.In("cosmovisor/outlook.json"))).RootElement.GetProperty(
            "plans").EnumerateArray()
            .SelectMany(plan => plan.GetProperty("checks").EnumerateArray()).Select(check => check.GetProperty("says").GetString()))
        : "";

    // Each of them may begin a round.
    private static int LooksAfter(NodeHome home, Run run, int looks)
    {
        var seen = new HashSet<string> { At(home) };
        _ = run.Await($"{looks} looks ahead", () => (seen.Add(At(home)) ? seen.Count : 0) > looks || home.Current != "genesis");
        return seen.Count - 1;
    }

    private static string At(NodeHome home) =>
        JsonDocument.Parse(File.ReadAllText(home.In("cosmovisor/outlook.json"))).RootElement.GetProperty("at").GetString()!;

    private static void End(Run run)
    {
        run.Signal(Run.Terminate);
        _ = run.End();
    }
}
