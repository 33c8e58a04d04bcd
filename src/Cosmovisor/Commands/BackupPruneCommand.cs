using Cosmovisor.Backups;
using Cosmovisor.Events;
using Cosmovisor.Home;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl backup prune --keep N</c>.</summary>
internal sealed class BackupPruneCommand(DaemonHome home, BackupSettings settings, INews news, TextWriter output)
{
    /// <exception cref="RefusedException">Nothing would stay.</exception>
    public int Run(int keep)
    {
        if (keep < 1)
        {
            throw new RefusedException($"--keep must be 1 or more, not {keep}: the newest backup always stays. Nothing was removed");
        }

        RestoreSwap.RefuseUnfinished(home, "the removal");
        var removed = new OldBackups(new BackupStore(home, settings.Placing), news).Remove(keep);

        foreach (var name in removed)
        {
            output.WriteLine($"removed \"{name}\"");
        }

        if (removed.Count == 0)
        {
            output.WriteLine("nothing to remove");
        }

        return 0;
    }
}
