using System.Text.Json.Serialization;

namespace Cosmovisor.Backups;

/// <summary>What an entry of a backup is.</summary>
internal enum EntryKind
{
    [JsonStringEnumMemberName("file")]
    File,

    [JsonStringEnumMemberName("folder")]
    Folder,

    [JsonStringEnumMemberName("symlink")]
    Symlink,

    [JsonStringEnumMemberName("fifo")]
    Fifo,
}

/// <summary>How a file's content got into the backup.</summary>
internal enum CloneWay
{
    [JsonStringEnumMemberName("copy")]
    Copy,

    [JsonStringEnumMemberName("reflink")]
    Reflink,

    [JsonStringEnumMemberName("hardlink")]
    HardLink,
}
