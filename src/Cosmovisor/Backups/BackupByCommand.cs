using System.Diagnostics;
using System.Globalization;
using Cosmovisor.Disk;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Backups;

/// <summary>
/// COSMOVISOR_BACKUP_COMMAND: the operator's own snapshot (zfs, lvm, btrfs …) instead of our copy. Its contract is in docs/backups.md.
/// </summary>
internal sealed class BackupByCommand(DaemonHome home, BackupSettings settings, INews news, IProgramRunner commands)
{
    private const string Shell = "/bin/sh";

    /// <exception cref="RefusedException">It could not even be started.</exception>
    public static void EnsurePossible(string command)
    {
        var program = IsPath(command) ? command : Shell;

        if (!File.Exists(program) || !FileCalls.IsExecutableByUs(program))
        {
            throw new RefusedException(
                $"COSMOVISOR_BACKUP_COMMAND cannot be run: {program} is {(File.Exists(program) ? "not executable for this user" : "not there")}. Nothing was begun");
        }
    }

    public BackupTaken Take(string command, UpgradePlan plan, CancellationToken ct)
    {
        var shelf = new BackupStore(home, settings.Placing);
        var (folder, taken) = shelf.SnapshotFor(plan);

        if (taken is not null)
        {
            news.Tell(new Happening.SnapshotWasThere(folder.Name, taken.Header?.Snapshot));
            return new BackupTaken(folder.Name, folder.Parent, 0, 0, TimeSpan.Zero, WasThere: true);
        }

        EnsurePossible(command);
        var began = Stopwatch.GetTimestamp();
        var lastLine = "";
        news.Tell(new Happening.BackupCommandBegan(plan.Name, command));
        var end = commands.Run(ToRun(
            command, plan) with
        { OnErrorLine = line => news.Tell(new Happening.BackupCommandSaid(line, IsError: true)) }, line =>
        {
            lastLine = line.Trim() is { Length: > 0 } said ? said : lastLine;
            news.Tell(new Happening.BackupCommandSaid(line, IsError: false));
        }, ct);

        if (end.End is not DaemonEnd.Exited { Code: 0 })
        {
            throw new RefusedException($"COSMOVISOR_BACKUP_COMMAND ({command}) {end.Trouble ?? end.End?.ToString()}, expected code 0. "
                + $"Its output ended with: {(end.OutputTail is "" ? "nothing" : end.OutputTail)}. cosmovisor does not know whether it left a snapshot; the next try runs it again with the same arguments");
        }

        Record(folder, plan, lastLine);
        news.Tell(new Happening.SnapshotTaken(plan.Name, lastLine, Stopwatch.GetElapsedTime(began)));
        return new BackupTaken(folder.Name, folder.Parent, 0, 0, Stopwatch.GetElapsedTime(began), WasThere: false);
    }

    // A path is run as it is, so that no shell need be there; anything else is a line for the shell.
    private Command ToRun(string command, UpgradePlan plan)
    {
        var height = plan.Height.ToString(CultureInfo.InvariantCulture);

        return new Command(IsPath(command) ? command : Shell, IsPath(command) ? [plan.Name, height]
            : ["-c", command, "cosmovisor-backup", plan.Name, height])
        {
            WorkingDirectory = home.Path,
            Grace = settings.CommandGrace,

            // The chain's words reach the command only as values: nothing of a plan's name is ever part of the line the shell reads.
            Variables = new Dictionary<string, string>
            {
                ["COSMOVISOR_UPGRADE_NAME"] = plan.Name,
                ["COSMOVISOR_UPGRADE_FOLDER"] = UpgradeName.Escape(plan.Name),
                ["COSMOVISOR_UPGRADE_HEIGHT"] = height,
                ["COSMOVISOR_BACKUP_SOURCE"] = settings.Source ?? home.Data,
            },
        };
    }

    private void Record(BackupFolder folder, UpgradePlan plan, string snapshot)
    {
        BackupStore.Make(folder.Parent);
        ManifestFile.Write(folder.Manifest, new Manifest(
            new ManifestHeader
            {
                Backup = ManifestText.Version,
                Plan = plan.Name,
                Height = plan.Height,
                Home = home.Path,
                Source = settings.Source ?? home.Data,
                Current = BackupStore.CurrentOf(home),
                Taken = DateTimeOffset.UtcNow,
                Mode = "command",
                Snapshot = snapshot,
            },
            []));
        AtomicFile.Write(folder.Stamp!, []);
    }

    private static bool IsPath(string command) => command.StartsWith('/') && !command.Any(char.IsWhiteSpace);
}
