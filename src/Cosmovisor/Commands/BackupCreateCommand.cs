using System.Globalization;
using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.Linux;
using Cosmovisor.Plans;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl backup create [--name NAME]</c>.</summary>
internal sealed class BackupCreateCommand(
    DaemonHome home, BackupSettings settings, INews news, TextWriter output, IProgramRunner? commands = null)
{
    /// <param name="name">Null for one made of the time.</param>
    /// <param name="now">For that name.</param>
    /// <param name="progress">Receives how far it has come.</param>
    /// <param name="ct">Ends it early.</param>
    /// <exception cref="RefusedException">It cannot be done, and why.</exception>
    public int Run(string? name, DateTimeOffset now, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var wanted = name ?? $"manual-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";

        if (!UpgradePlan.Create(wanted, 0, "").IsOk(out var plan, out var wrong))
        {
            throw new RefusedException($"there can be no backup of that name: {wrong}. Choose another --name")
            {
                ExitCode = ExitCodes.Usage
            };
        }

        // Asked for by hand, the data folder needs no setting.
        var source = settings.DataOf(home);
        using var atRest = StoppedNodeLock.Claim(home, source, "the backup");
        RestoreSwap.RefuseUnfinished(home, "the backup");
        var taken =
            new DataBackup(home, settings with { Source = source }, news, commands).TakeAsync(plan, progress, ct).GetAwaiter().GetResult()!;

        if (taken.WasThere)
        {
            throw new RefusedException(
                $"there is a backup called \"{taken.Name}\" already, in {taken.Path}. Nothing was done. Choose another --name");
        }

        output.WriteLine($"backup \"{taken.Name}\" taken: {taken.Path}, {taken.Files} files, {ByteCount.Text(taken.Bytes)}, in {taken.Elapsed.TotalSeconds:0.###} s");

        foreach (var remark in taken.Remarks)
        {
            output.WriteLine($"  - {remark}");
        }

        return 0;
    }
}
