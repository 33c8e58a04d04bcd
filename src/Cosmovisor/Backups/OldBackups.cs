using Cosmovisor.Events;

namespace Cosmovisor.Backups;

/// <summary>Removes the oldest whole backups, and what interrupted ones have left.</summary>
internal sealed class OldBackups(BackupStore shelf, INews news)
{
    /// <param name="keep">How many of the newest stay.</param>
    /// <returns>Names of those removed.</returns>
    public IReadOnlyList<string> Remove(int keep)
    {
        shelf.RemoveLeftovers(news);
        var whole = shelf.All().Where(backup => backup.IsWhole).ToDictionary(backup => backup.Folder.Name);
        var removed = new List<string>();

        foreach (var name in PruneRule.WhatGoes(whole.Select(backup => (backup.Key, backup.Value.Header!.Taken)), keep))
        {
            if (BackupStore.Remove(whole[name].Folder))
            {
                news.Tell(new Happening.BackupPruned(name, whole[name].Header!.Taken, keep));
                removed.Add(name);
            }
            else
            {
                news.Tell(new Happening.BackupInUse(name));
            }
        }

        return removed;
    }
}
