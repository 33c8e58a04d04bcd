namespace Cosmovisor.Linux;

/// <summary>What a path is, links not followed.</summary>
internal enum FileKind
{
    File,
    Folder,
    Symlink,
    Fifo,
    Socket,
    Device,
}
