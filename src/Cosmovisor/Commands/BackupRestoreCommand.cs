using Cosmovisor.Backups;
using Cosmovisor.Home;
using Cosmovisor.Logging;
using Cosmovisor.Supervision;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl backup restore NAME [--yes]</c>: explains, asks, does it, and says what is where.</summary>
/// <param name="home">Whose data.</param>
/// <param name="settings">Where backups are.</param>
/// <param name="log">Told of every step.</param>
/// <param name="output">The operator.</param>
/// <param name="ask">Puts a question that is answered by yes or no.</param>
/// <param name="dataReplaced">As <see cref="RestoreSwap"/> has it.</param>
/// <param name="genesisAt">Knows which genesis file was in force at a time, if another one is now.</param>
internal sealed class BackupRestoreCommand(
    DaemonHome home, BackupSettings settings, ILog log, TextWriter output, Func<string, bool> ask, Action<RestoreRecord> dataReplaced, Func<DateTimeOffset, GenesisPaths?> genesisAt)
{
    /// <returns>0 when restored, 1 when the operator said no.</returns>
    /// <exception cref="RefusedException">It cannot be done, and why.</exception>
    public int Run(string name, RestoreOptions options, bool yes, IProgress<BackupProgress>? progress, CancellationToken ct)
    {
        var swap = new RestoreSwap(home, log, dataReplaced);
        var restore = new BackupRestore(home, log, swap, genesisAt);

        using (StoppedNodeLock.Claim(home, settings.Source ?? home.Data, "the restore"))
        {
            if (swap.FinishInterrupted() is { } finished)
            {
                output.WriteLine($"the restore of \"{finished.Backup}\" that was interrupted has been finished first:");
                Tell(finished);
                return finished.Backup == name ? ExitCodes.Done : NotThisOne(name);
            }
        }

        var backup = BackupNamed.Find(home, settings, name);
        var data = restore.DataOf(backup, settings.Source ?? home.Data, options.To);
        using var atRest = StoppedNodeLock.Claim(home, data, "the restore");
        restore.EnsurePossible(backup, data, options);
        Explain(backup, data, options, restore.GenesisOf(backup));

        if (!yes && !ask($"Restore \"{backup.Folder.Name}\"?"))
        {
            output.WriteLine("nothing was changed");
            return 1;
        }

        Tell(restore.Run(backup, data, options, progress, ct));
        return 0;
    }

    // A script goes on to start the node; it must not with other data than it asked for.
    private int NotThisOne(string name)
    {
        output.WriteLine($"\"{name}\" was NOT restored. If you still want it, run this once more");
        return ExitCodes.Failed;
    }

    private void Explain(StoredBackup backup, string data, RestoreOptions options, GenesisPaths? genesis)
    {
        output.WriteLine($"backup \"{backup.Folder.Name}\" ({backup.Folder.Data}) will become {data}.");
        output.WriteLine($"  - the data that is there now is kept as {data}.before-restore, nothing is deleted");

        if (SignStateChoice.Between(data, backup.Folder.Data, options).Words is { } words)
        {
            output.WriteLine($"  - {SignState.FileName}: {words}");
        }

        if (SignStateChoice.SilentUntil(data, backup.Folder.Data, options) is { } silence)
        {
            output.WriteLine($"  - {silence}");
        }

        output.WriteLine(backup.Header?.Current is { } current
            ? $"  - current will point to {current}, as when the backup was taken"
            : "  - current is left as it is: this backup does not say which version it belongs to");

        if (PlansRevivedByRestore.OfTheChain(backup) is { } asked)
        {
            output.WriteLine($"  - the backup holds the plan file of {asked.Name} (upgrade-info.json): the next start carries out that upgrade again");
        }

        if (PlansRevivedByRestore.OfTheSchedule(backup) is { } own)
        {
            output.WriteLine($"  - {own.Name}, for which it was taken and which the chain has not asked for, is scheduled again for height {own.Height}: cosmovisorctl schedule remove {own.Name} takes it off");
        }

        if (backup.IsForeign)
        {
            output.WriteLine("  - whether it is as it was taken cannot be checked: another tool made it, and it has no manifest");
        }

        if (genesis is not null)
        {
            output.WriteLine($"  - {genesis.InForce} becomes the genesis file of that time again ({genesis.Kept}); the one that is there now is kept beside it, with .before-restore behind its name");
        }
    }

    private void Tell(RestoreDone done)
    {
        output.WriteLine($"restored: {done.Data}");

        if (done.Current is { } current)
        {
            output.WriteLine($"current points to {current}");
        }

        if (done.Genesis is { } genesis)
        {
            output.WriteLine($"{genesis} is the previous genesis; the newer one is {done.GenesisAside}");
        }

        if (done.SignState is { } signState)
        {
            output.WriteLine($"{SignState.FileName}: {signState}");
        }

        if (done.Aside is { } aside)
        {
            output.WriteLine($"the data from before is {aside}; when the node runs well, remove it: rm -r '{aside}'");
        }
    }
}
