namespace Cosmovisor.Backups;

/// <summary>One line of a manifest: a file, folder or link of the backup.</summary>
internal sealed record ManifestEntry
{
    /// <summary>Below the backed-up folder, which itself is ".".</summary>
    public required string Path { get; init; }

    public required EntryKind Kind { get; init; }

    public long Size { get; init; }

    /// <summary>Time of the last write, in nanoseconds since 1970.</summary>
    public long Modified { get; init; }

    /// <summary>Permission bits, in octal as chmod(1) takes them.</summary>
    public required string Mode { get; init; }

    /// <summary>Owner and owning group; null in a manifest from before they were written down.</summary>
    public uint? User { get; init; }

    /// <inheritdoc cref="User"/>
    public uint? Group { get; init; }

    /// <summary>Null for what is not a file.</summary>
    public CloneWay? Way { get; init; }

    /// <summary>Of the file in the backup, when its content was not read.</summary>
    public ulong? Inode { get; init; }

    /// <summary>
    /// Of the content; null when it was shared and so never read. Of a file with holes as <see cref="SparseHash"/> makes it.
    /// </summary>
    public string? Sha256 { get; init; }

    /// <summary>Where a symlink points.</summary>
    public string? Target { get; init; }

    /// <summary>Another entry that is the same file under another name.</summary>
    public string? SameAs { get; init; }

    /// <summary>As <see cref="Mode"/> has it.</summary>
    public static string ModeText(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');
}
