using System.Text.Json;
using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Linux;
using Xunit;

namespace Cosmovisor.Tests.Backups;

public static class TheCommands
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 6, 7, 8, TimeSpan.Zero);

    [Fact]
    public static void ListEveryBackupInATableAndAsJson()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        _ = node.Take("v2");
        _ = Directory.CreateDirectory(node.Place("half"));

        Assert.Matches("half +incomplete", Said(node, (all, output) => new BackupListCommand(node.Home, all, output).Run(json: false)));
        Assert.Matches(
            "v2 +whole +20..-..-..T", Said(node, (all, output) => new BackupListCommand(node.Home, all, output).Run(json: false)));
        using var json = JsonDocument.Parse(Said(node, (all, output) => new BackupListCommand(node.Home, all, output).Run(json: true)));
        Assert.Equal(["half", "v2"], json.RootElement.EnumerateArray().Select(line => line.GetProperty("name").GetString()));
        Assert.Equal("genesis", json.RootElement[1].GetProperty("current").GetString());
    }

    [Fact]
    public static void SayThatThereAreNone()
    {
        using var node = new BackedUpNode();

        Assert.Equal("no backups\n", Said(node, (all, output) => new BackupListCommand(node.Home, all, output).Run(json: false)));
        Assert.Equal("[]\n", Said(node, (all, output) => new BackupListCommand(node.Home, all, output).Run(json: true)));
        Assert.Contains("there is none at all", Assert.Throws<RefusedException>(() => new BackupVerifyCommand(node.Home,
            node.Settings, TextWriter.Null).Run("v2", false, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void CreateABackupByName()
    {
        using var node = new BackedUpNode();
        node.Settings = new BackupSettings();
        _ = node.Write("a", "1");

        Assert.Contains("backup \"by-hand\" taken", Said(node, (all, output) => new BackupCreateCommand(node.Home, all, node.Log, output)
            .Run("by-hand", Now, null, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Contains("manual-20260105T060708Z", Said(node, (all, output) => new BackupCreateCommand(node.Home, all, node.Log, output)
            .Run(null, Now, null, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Contains("already", Assert.Throws<RefusedException>(() => new BackupCreateCommand(node.Home, node.Settings,
            node.Log, TextWriter.Null).Run("by-hand", Now, null, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("outside", Assert.Throws<RefusedException>(() => new BackupCreateCommand(node.Home, node.Settings,
            node.Log, TextWriter.Null).Run("..", Now, null, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void SayOnCreateWhatIsNotInTheBackup()
    {
        using var node = new BackedUpNode();
        using var disk = new BackedUpNode();
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "application.db"), disk.Data);

        var said = Said(node, (all, output) => new BackupCreateCommand(node.Home, all, node.Log, output)
            .Run("by-hand", Now, null, TestContext.Current.CancellationToken));

        Assert.Contains("  - application.db is a link to", said, StringComparison.Ordinal);
        Assert.Contains("NOT in the backup", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public static void RefuseWhileASupervisorOrTheNodeIsAtWork(bool supervisor)
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        _ = node.Take();
        File.WriteAllText(node.Home.Lock, "");
        using var held = LockOwners.TryTake(supervisor ? node.Home.Lock : Path.Join(node.Data, "application.db/LOCK"));
        var before = Seen.Of(node.Home.Path);

        var create = Assert.Throws<RefusedException>(() => new BackupCreateCommand(node.Home, node.Settings, node.Log, TextWriter.Null)
            .Run(null, Now, null, TestContext.Current.CancellationToken));
        var restore = Assert.Throws<RefusedException>(() => Restore(node, TextWriter.Null, yes: true, answer: true));

        Assert.Contains(supervisor ? "a cosmovisor runs on this home" : "has a database open", create.Message, StringComparison.Ordinal);
        Assert.Contains(supervisor ? "a cosmovisor runs on this home" : "has a database open", restore.Message, StringComparison.Ordinal);
        Assert.Equal(before, Seen.Of(node.Home.Path));
    }

    [Fact]
    public static void RefuseWhileADatabaseIsOpenThatLiesOnAnotherDiskByALink()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        var elsewhere = Directory.CreateDirectory(Path.Join(node.Home.Path, "another disk")).FullName;
        _ = File.CreateSymbolicLink(Path.Join(node.Data, "application.db"), elsewhere);
        File.WriteAllText(Path.Join(elsewhere, "LOCK"), "");
        using var held = LockOwners.TryTake(Path.Join(elsewhere, "LOCK"));

        var create = Assert.Throws<RefusedException>(() => new BackupCreateCommand(node.Home, node.Settings, node.Log, TextWriter.Null)
            .Run(null, Now, null, TestContext.Current.CancellationToken));

        Assert.Contains("has a database open", create.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void RefuseWhileAnotherProcessMayWriteToTheData()
    {
        using var node = new BackedUpNode();
        var file = node.Write("application.db/000099.log", "log");
        using var writer = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "/bin/sh",
            ["-c", "exec 3>>\"$0\"; echo open; read end", file])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("open", writer.StandardOutput.ReadLine());

        try
        {
            var create = Assert.Throws<RefusedException>(() => new BackupCreateCommand(node.Home, node.Settings, node.Log, TextWriter.Null)
                .Run(null, Now, null, TestContext.Current.CancellationToken));

            Assert.Contains($"may write to the data (pid {writer.Id} has {file} open)", create.Message, StringComparison.Ordinal);
        }
        finally
        {
            writer.StandardInput.Close();
            writer.WaitForExit();
        }

        Assert.Equal(0, new BackupCreateCommand(node.Home, node.Settings, node.Log, TextWriter.Null)
            .Run(null, Now, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public static void EndThoughLinksInTheDataLeadInACircle()
    {
        using var node = new BackedUpNode();
        _ = node.Write("application.db/a", "1");

        foreach (var (link, target) in new[] { ("a", "."), ("b", "."), ("up", ".."), ("application.db/back", "..") })
        {
            _ = Directory.CreateSymbolicLink(Path.Join(node.Data, link), target);
        }

        Assert.Equal(0, new BackupCreateCommand(node.Home, node.Settings, node.Log, TextWriter.Null)
            .Run("round", Now, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public static void ChangeNothingWhileARestoreIsUnfinished()
    {
        using var node = new BackedUpNode();
        _ = node.Take("v1");
        _ = node.Take("v2");
        File.WriteAllText(node.Home.RestoreRecord, "{}");

        Assert.Contains("a restore was interrupted", Assert.Throws<RefusedException>(() => new BackupCreateCommand(node.Home, node.Settings,
            node.Log, TextWriter.Null).Run(null, Now, null, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("a restore was interrupted", Assert.Throws<RefusedException>(
            () => new BackupPruneCommand(node.Home, node.Settings, node.Log, TextWriter.Null).Run(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void SeeALockThatAProcessHoldsByFcntl()
    {
        SystemTool.Need("python3");
        using var node = new BackedUpNode();
        var file = node.Write("application.db/LOCK", "");
        using var holder = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "python3",
            [
                "-c",
                "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB); print('held',flush=True); sys.stdin.read()",
                file
            ])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;

        try
        {
            Assert.Equal("held", holder.StandardOutput.ReadLine());
            Assert.True(LockOwners.IsHeld(file));
        }
        finally
        {
            holder.StandardInput.Close();
            holder.WaitForExit();
        }

        Assert.False(LockOwners.IsHeld(file));
    }

    [Fact]
    public static void VerifyByContentAndByInode()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        node.Settings = node.Settings with { Mode = BackupMode.HardLink };
        _ = node.Take();

        Assert.Contains("is as it was taken: 5 files by content, 3 shared files", Said(node, (all, output) => new BackupVerifyCommand(
            node.Home, all, output).Run("v2", false, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Contains("the content of 3", Said(node, (all, output) => new BackupVerifyCommand(node.Home, all, output)
            .Run("v2", true, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.Contains("8 files by content, 0 shared", Said(node, (all, output) => new BackupVerifyCommand(node.Home, all, output)
            .Run("v2", true, TestContext.Current.CancellationToken)), StringComparison.Ordinal);

        Damaged.File(Path.Join(node.Place("v2"), "application.db/000001.ldb"));
        Damaged.File(Path.Join(node.Place("v2"), "application.db/000099.log"));
        using var said = new StringWriter();

        Assert.Equal(1, new BackupVerifyCommand(node.Home, node.Settings, said).Run("v2", true, TestContext.Current.CancellationToken));
        Assert.Contains("application.db/000001.ldb has other content", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("application.db/000099.log has other content", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("NOT as it was taken: 2 differences", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public static void VerifyMissesNoFileThatCameOrWent()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        _ = node.Take();
        File.Delete(Path.Join(node.Place("v2"), "application.db/CURRENT"));
        File.WriteAllText(Path.Join(node.Place("v2"), "stranger"), "");
        using var said = new StringWriter();

        Assert.Equal(1, new BackupVerifyCommand(node.Home, node.Settings, said).Run("v2", false, TestContext.Current.CancellationToken));
        Assert.Contains("application.db/CURRENT is missing", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("stranger is not in the manifest", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public static void VerifyRefusesAManifestThatWasCut()
    {
        using var node = new BackedUpNode();
        node.WriteDatabase("application.db");
        _ = node.Take();
        var manifest = Path.Join(node.Home.Backups, "v2/manifest.jsonl");
        File.WriteAllLines(manifest, File.ReadAllLines(manifest)[..^1]);

        Assert.Contains("it was cut", Assert.Throws<RefusedException>(() => new BackupVerifyCommand(node.Home, node.Settings,
            TextWriter.Null).Run("v2", false, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void ExplainARestoreBeforeItAndDoNothingOnNo()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Write("upgrade-info.json", """{"name":"v2","height":100}""");
        _ = node.Take();
        _ = node.Write("a", "2");
        using var said = new StringWriter();

        Assert.Equal(1, Restore(node, said, yes: false, answer: false));
        Assert.Equal("2", node.Text("a"));
        Assert.Contains("will become", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("carries out that upgrade again", said.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, Restore(node, said, yes: false, answer: true));
        Assert.Equal("1", node.Text("a"));
        Assert.Contains("rm -r '", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public static void PruneTheOldestOnly()
    {
        using var node = new BackedUpNode();
        _ = node.Write("a", "1");
        _ = node.Take("v1");
        _ = node.Take("v2");
        _ = node.Take("v3");
        _ = Directory.CreateDirectory(node.Place("theirs"));
        File.WriteAllText(Path.Join(node.Home.Backups, "theirs/.keep"), "");

        Assert.Equal("removed \"v1\"\n", Said(node, (all, output) => new BackupPruneCommand(node.Home, all, node.Log, output).Run(2)));
        Assert.Equal(["theirs", "v2", "v3"], node.Shelf.All().Select(backup => backup.Folder.Name));
        Assert.False(Directory.Exists(Path.Join(node.Home.Backups, "v1")));
        _ = Assert.Throws<RefusedException>(() => new BackupPruneCommand(node.Home, node.Settings, node.Log, TextWriter.Null).Run(0));
    }

    [Fact]
    public static void PruneLeavesWhatIsBeingRead()
    {
        using var node = new BackedUpNode();
        _ = node.Take("v1");
        _ = node.Take("v2");
        using var reading = LockOwners.TryTake(node.Place("v1"));

        Assert.Equal("nothing to remove\n", Said(node, (all, output) => new BackupPruneCommand(node.Home, all, node.Log, output).Run(1)));
        Assert.Contains("it is in use", node.Log.Text, StringComparison.Ordinal);
    }

    private static int Restore(BackedUpNode node, TextWriter said, bool yes, bool answer) =>
        new BackupRestoreCommand(node.Home, node.Settings, node.Log, said, _ => answer)
            .Run("v2", new RestoreOptions(), yes, null, TestContext.Current.CancellationToken);

    private static string Said(BackedUpNode node, Func<BackupSettings, TextWriter, int> run)
    {
        using var output = new StringWriter();
        Assert.Equal(0, run(node.Settings, output));
        return output.ToString();
    }
}
