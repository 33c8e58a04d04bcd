using Cosmovisor.Backups;
using Cosmovisor.Commands;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Logging;
using Cosmovisor.Plans;

namespace Cosmovisor.Tests.Backups;

/// <summary>A home with data in it, in a folder of its own, that runs genesis.</summary>
internal sealed class BackedUpNode : IDisposable
{
    private readonly TemporaryFolder _folder;

    public BackedUpNode(string? below = null)
    {
        _folder = new TemporaryFolder("backup", below);
        Home = new DaemonHome(_folder.Path, "simd");
        _ = Directory.CreateDirectory(Home.GenesisFolder);
        _ = Directory.CreateDirectory(Home.UpgradeFolder("v2"));
        _ = Directory.CreateDirectory(Home.Data);
        _ = File.CreateSymbolicLink(Home.Current, DaemonHome.Genesis);
        Settings = new BackupSettings { Source = Home.Data };
    }

    public DaemonHome Home { get; }

    public BackupSettings Settings { get; set; }

    public CollectedLog Log { get; } = new();

    public string Data => Home.Data;

    public DataBackup Backup => new(Home, Settings, Log);

    public BackupStore Shelf => new(Home, Settings.Placing);

    public string Place(string plan) => Path.Join(Home.Backups, plan, "data");

    public static UpgradePlan Plan(string name) => UpgradePlan.Create(name, 100, "").IsOk(out var plan, out var wrong) ? plan
        : throw new InvalidOperationException(wrong);

    public BackupTaken Take(string plan = "v2", IProgress<BackupProgress>? progress = null) =>
        Backup.TakeAsync(Plan(plan), progress, CancellationToken.None).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException("no backup is configured");

    public RestoreDone Restore(string name = "v2", RestoreOptions? options = null) => Restore(name, options, Log);

    public RestoreDone Restore(string name, RestoreOptions? options, ILog log)
    {
        var command = new BackupRestoreCommand(Home, Settings, log, TextWriter.Null, _ => true);
        var backup = Shelf.Find(name) ?? throw new InvalidOperationException($"no backup {name}");
        return command.FinishInterrupted()
            ?? command.Restore(backup, new RestoredData(Home, log).DataOf(backup, Data, options?.To), options ?? new RestoreOptions(),
                null, CancellationToken.None);
    }

    public void Point(string? target)
    {
        if (target is null)
        {
            return;
        }

        var next = $"{Home.Current}.next";
        File.Delete(next);
        _ = File.CreateSymbolicLink(next, target);
        FileCalls.Rename(next, Home.Current);
    }

    public string Write(string path, string text)
    {
        var full = Path.Join(Data, path);
        _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Text(string path) => File.ReadAllText(Path.Join(Data, path));

    /// <summary>Files as a database of the LevelDB family leaves them: some recorded tables, the newest, a manifest, a log.</summary>
    public void WriteDatabase(string folder, int tables = 4)
    {
        for (var number = 1; number <= tables; number++)
        {
            _ = Write($"{folder}/{number:D6}.ldb", $"table {number}");
        }

        _ = Write($"{folder}/000099.log", "log");
        _ = Write($"{folder}/CURRENT", "MANIFEST-000098\n");
        _ = Write($"{folder}/LOCK", "");
        _ = Write($"{folder}/MANIFEST-000098", "manifest");
    }

    public void Dispose()
    {
        WholeTree.Remove(_folder.Path); // .NET cannot name all that is made here
        _folder.Dispose();
    }
}
