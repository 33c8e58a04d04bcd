using Cosmovisor.Linux;

namespace Cosmovisor.Backups;

/// <summary>Which files of a tree are expected to be shared with their clone, and so to take no room.</summary>
/// <param name="Root">The folder that is cloned.</param>
/// <param name="Reflink">A file of it could be shared by reflink.</param>
/// <param name="Link">A file of it could be shared by hard link.</param>
internal sealed record SharingPlan(FileFacts Root, bool Reflink, bool Link)
{
    /// <summary>By hard link: then it takes no inode either. They go no further than one mount, even of one file system.</summary>
    public bool Links(TreeEntry entry) =>
        !Reflink && Link && entry.MayBeLinked && (entry.Facts.Device, entry.Facts.Mount) == (Root.Device, Root.Mount);

    public bool Shares(TreeEntry entry) => (Reflink && entry.Facts.Device == Root.Device) || Links(entry);

    /// <summary>What a copy of it takes on disk.</summary>
    public static long Copied(TreeEntry entry) => Math.Min(entry.Facts.Size, entry.Facts.Allocated);
}
