using Cosmovisor.Backups;
using Cosmovisor.Home;

namespace Cosmovisor.Commands;

/// <summary>Finds the backup an operator has named, or says which there are.</summary>
internal static class BackupNamed
{
    public static StoredBackup Find(DaemonHome home, BackupSettings settings, string name)
    {
        var shelf = new BackupStore(home, settings.Placing);

        return shelf.Find(name) ?? throw new RefusedException(shelf.All() is { Count: > 0 } all
            ? $"there is no backup called \"{name}\"; there is {string.Join(", ", all.Select(backup => $"\"{backup.Folder.Name}\""))}"
            : $"there is no backup called \"{name}\"; there is none at all in {home.Backups}");
    }
}
