namespace Cosmovisor.Backups;

/// <summary>How files get into a backup: the values of COSMOVISOR_BACKUP_MODE.</summary>
internal enum BackupMode
{
    /// <summary>
    /// The cheapest safe way of each file: reflink, else a hard link where <see cref="CloneRule"/> allows it, else a copy.
    /// </summary>
    Auto,

    /// <summary>Every byte once more.</summary>
    Copy,

    /// <summary>Shared blocks, or nothing: refused where the file system cannot.</summary>
    Reflink,

    /// <summary>Hard links where <see cref="CloneRule"/> allows them, copies of all the rest.</summary>
    HardLink,
}

internal static class BackupModes
{
    public static Parsed<BackupMode> Parse(string text) => text.ToLowerInvariant() switch
    {
        "" or "auto" => Parsed.Ok(BackupMode.Auto),
        "copy" => Parsed.Ok(BackupMode.Copy),
        "reflink" => Parsed.Ok(BackupMode.Reflink),
        "hardlink" => Parsed.Ok(BackupMode.HardLink),
        _ => Parsed.Invalid<BackupMode>($"must be auto, copy, reflink or hardlink, not \"{text}\""),
    };

    /// <summary>As the operator writes it.</summary>
    public static string Text(BackupMode mode) => mode switch
    {
        BackupMode.Auto => "auto",
        BackupMode.Copy => "copy",
        BackupMode.Reflink => "reflink",
        _ => "hardlink",
    };
}
