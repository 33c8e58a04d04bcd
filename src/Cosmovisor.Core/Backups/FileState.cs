namespace Cosmovisor.Backups;

/// <summary>What tells, without reading a file, whether it is the same and was not written since.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">Time of the last write, in nanoseconds since 1970. Anyone who may write to the file can set it.</param>
/// <param name="Changed">Time of the last change of content, mode, owner, attributes or number of names, likewise. Only the kernel sets it,
/// from its clock.</param>
/// <param name="Inode">Number of the file in its file system.</param>
/// <param name="Device">File system it lies on.</param>
internal readonly record struct FileState(long Size, long Modified, long Changed, ulong Inode, ulong Device);
