using System.Globalization;

namespace Cosmovisor.Backups;

/// <summary>What a backup will take on the disk it goes to.</summary>
/// <param name="CopiedBytes">Bytes on disk of the files that are really copied; shared ones take none.</param>
/// <param name="Entries">Files and folders, which all take a name and an inode.</param>
internal sealed record SpaceNeeded(long CopiedBytes, long Entries)
{
    private const long PerEntry = 1024; // a name, an inode, a line in the manifest
    private const long Margin = 64L * 1024 * 1024; // a node that starts on a disk filled to the last block fails too

    public long Total => CopiedBytes + (Entries * PerEntry) + Margin;

    /// <summary>The sentence that refuses it, or null when there is room.</summary>
    public string? WhatIsWrong(long free, string folder) => free >= Total ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"there is not enough room in {folder}: the backup needs {ByteCount.Text(Total)} ({Total} bytes, {ByteCount.Text(CopiedBytes)} of them copied), {ByteCount.Text(free)} ({free} bytes) are free");
}
