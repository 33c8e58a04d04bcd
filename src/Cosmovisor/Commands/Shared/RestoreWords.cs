using Cosmovisor.Backups;
using Cosmovisor.Home;

namespace Cosmovisor.Commands;

/// <summary>What the operator reads of a restore: what it will do, and what is where afterwards.</summary>
internal sealed class RestoreWords(TextWriter output)
{
    /// <summary>After one that an earlier command was interrupted in.</summary>
    /// <param name="finished">That one.</param>
    /// <param name="asked">The backup that is asked for now.</param>
    public void SayWhatWasFinished(RestoreDone finished, string asked)
    {
        output.WriteLine($"the restore of \"{finished.Backup}\" that was interrupted has been finished first:");
        SayWhatIsWhere(finished);

        if (finished.Backup != asked)
        {
            output.WriteLine($"\"{asked}\" was NOT restored. If you still want it, run this once more");
        }
    }

    /// <summary>Before it.</summary>
    public void Explain(StoredBackup backup, string data, RestoreOptions options, GenesisPaths? genesis)
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
            output.WriteLine(
                $"  - the backup holds the plan file of {asked.Name} (upgrade-info.json): the next start carries out that upgrade again");
        }

        if (PlansRevivedByRestore.OfTheSchedule(backup) is { } own)
        {
            output.WriteLine(
                $"  - {own.Name}, for which it was taken and which the chain has not asked for, is scheduled again for height {own.Height}: cosmovisorctl schedule remove {own.Name} takes it off");
        }

        if (backup.IsForeign)
        {
            output.WriteLine("  - whether it is as it was taken cannot be checked: another tool made it, and it has no manifest");
        }

        if (genesis is not null)
        {
            output.WriteLine(
                $"  - {genesis.InForce} becomes the genesis file of that time again ({genesis.Kept}); the one that is there now is kept beside it, with .before-restore behind its name");
        }
    }

    /// <summary>After it.</summary>
    public void SayWhatIsWhere(RestoreDone done)
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
