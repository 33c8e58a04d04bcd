namespace Cosmovisor.Backups;

/// <summary>A backup as it is found on disk.</summary>
/// <param name="Folder">Its paths.</param>
/// <param name="Header">The first line of its manifest; null when it has none that can be read.</param>
/// <param name="Trouble">Why <paramref name="Header"/> is null, or what else is wrong: the end of a sentence.</param>
internal sealed record StoredBackup(BackupFolder Folder, ManifestHeader? Header, string? Trouble)
{
    public bool HasData => Directory.Exists(Folder.Data);

    /// <summary>A snapshot that the operator's command made: only its record is here.</summary>
    public bool IsSnapshot => Header?.Snapshot is not null;

    /// <summary>Made by us, and finished: the data gets its name only after every byte and the manifest are on disk.</summary>
    public bool IsWhole => Header is { Snapshot: null } && HasData;

    /// <summary>
    /// Made by another tool that said it had finished. One whose manifest is there and cannot be read is ours, and damaged.
    /// </summary>
    public bool IsForeign =>
        Header is null && HasData && !File.Exists(Folder.Manifest) && (Folder.Stamp is not { } stamp || File.Exists(stamp));

    /// <summary>Databases that the node keeps elsewhere are not in it.</summary>
    public bool IsHalf => Header is { Elsewhere.Count: > 0 };

    /// <summary>In one word, for a list.</summary>
    public string State => IsSnapshot ? "snapshot" : IsWhole ? IsHalf ? "half" : "whole" : IsForeign ? "foreign" : "incomplete";
}
