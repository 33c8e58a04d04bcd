using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>One thing below a folder that is backed up or restored.</summary>
/// <param name="Path">Below that folder, which itself is ".".</param>
/// <param name="Facts">As they were when it was first looked at.</param>
internal sealed record TreeEntry(string Path, FileFacts Facts)
{
    /// <summary>Where a symlink points.</summary>
    public string? Target { get; init; }

    /// <summary>Whether <see cref="CloneRule"/> lets a backup share it by a hard link.</summary>
    public bool MayBeLinked { get; init; }

    /// <summary>An earlier entry that is the same file under another name.</summary>
    public string? SameAs { get; init; }
}
