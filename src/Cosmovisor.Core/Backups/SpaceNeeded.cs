
namespace Cosmovisor.Backups;

/// <summary>What a backup will take on the disk it goes to.</summary>
/// <param name="CopiedBytes">Bytes on disk of the files that are really copied; shared ones take none.</param>
/// <param name="Entries">Files and folders, which all take a name.</param>
/// <param name="Inodes">Those of them that are not a hard links, which alone take no inode.</param>
internal sealed record SpaceNeeded(long CopiedBytes, long Entries, long Inodes)
{
    /// <summary>Kept free: a node that starts on a disk filled to the last block fails too.</summary>
    public const long Margin = 64L * 1024 * 1024;

    /// <summary>How each sentence begins that says so.</summary>
    public const string NotEnoughRoom = "there is not enough free space";

    private const long PerEntry = 1024; // a name, an inode, a line in the manifest
    private const long Besides = 16; // folders above the backup, manifest, stamp, and their temporary names

    public long Total => CopiedBytes + (Entries * PerEntry) + Margin;

    /// <summary>The sentence that refuses it, or null when there is room.</summary>
    /// <param name="free">Bytes that are free.</param>
    /// <param name="freeInodes">Files and folders that can still be made; <see cref="long.MaxValue"/> where there is no limit.</param>
    /// <param name="folder">Where.</param>
    public string? WhatIsWrong(long free, long freeInodes, string folder) =>
        free < Total ? $"{NotEnoughRoom} in {folder}: the backup needs {ByteCount.Text(Total)} ({Total} bytes, {ByteCount.Text(CopiedBytes)} of them copied), {ByteCount.Text(free)} ({free} bytes) are free"
        : freeInodes < Inodes + Besides ? $"there are not enough inodes in {folder}: the backup needs {Inodes + Besides}, one for each file and folder that is not a hard link, {freeInodes} are free (df -i)"
        : null;
}
