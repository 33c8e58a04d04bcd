namespace Cosmovisor.Staging;

/// <summary>What a file is, told by its first bytes: what may be a daemon, and what publishers link to in its place.</summary>
internal enum FileFormat
{
    /// <summary>None of the others.</summary>
    Unknown,
    Empty,

    /// <summary>Could be started by the kernel of some Linux machine. A shared library looks the same.</summary>
    ElfProgram,

    /// <summary>An object file or a core dump.</summary>
    ElfPart,
    Script,
    Deb,
    StaticLibrary,
    Rpm,
    MachO,
    WindowsProgram,
    JavaClass,
    WebAssembly,
    AppleDiskImage,
    SevenZip,
    Rar,
    Lzip,
    Lz4,
    Snappy,
    Cpio,

    /// <summary>An archive that is unpacked where a link leads to it, and not inside another one.</summary>
    Archive,
    WebPage,
    Json,
    LargeFilePointer,
    Signature,
}
