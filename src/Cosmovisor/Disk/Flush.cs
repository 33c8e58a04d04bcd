namespace Cosmovisor.Disk;

/// <summary>
/// What of a file that is written must have reached the disk when the writing returns. A crash of ours leaves the file whole in every case.
/// </summary>
internal enum Flush
{
    /// <summary>Nothing: a loss of power may leave the previous file, none, or an empty one.</summary>
    None,

    /// <summary>
    /// What is in it, and not yet its name: the previous file or this one, whole. For one who flushes the folder himself right afterwards.
    /// </summary>
    Content,

    /// <summary>Both.</summary>
    All,
}
