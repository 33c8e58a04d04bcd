using System.Buffers.Binary;

namespace Cosmovisor.Staging;

internal static class FileFormats
{
    /// <summary>How much of a file <see cref="Of"/> wants to see.</summary>
    public const int BytesToSee = ArchiveKinds.BytesToSee;

    // a Java class has the same first bytes, and its version, 45 and above, where Mach-O has the number of programs
    private const int HighestMachOCount = 30;

    /// <param name="first">The first bytes of the file; fewer only when there are no more.</param>
    public static FileFormat Of(ReadOnlySpan<byte> first) => first switch
    {
        [] => FileFormat.Empty,
        [0x7f, (byte)'E', (byte)'L', (byte)'F', ..] => ElfKind(first),
        [(byte)'#', (byte)'!', ..] => FileFormat.Script,
        _ when first.StartsWith("!<arch>\n"u8) => first[8..].StartsWith("debian-binary"u8) ? FileFormat.Deb : FileFormat.StaticLibrary,
        [0xed, 0xab, 0xee, 0xdb, ..] => FileFormat.Rpm,
        [0xfe, 0xed, 0xfa, 0xce or 0xcf, ..] or [0xce or 0xcf, 0xfa, 0xed, 0xfe, ..] => FileFormat.MachO,
        [0xca, 0xfe, 0xba, 0xbe or 0xbf, ..] => IsManyMachO(first) ? FileFormat.MachO : FileFormat.JavaClass,
        [(byte)'M', (byte)'Z', ..] => FileFormat.WindowsProgram,
        [0, (byte)'a', (byte)'s', (byte)'m', ..] => FileFormat.WebAssembly,
        [(byte)'7', (byte)'z', 0xbc, 0xaf, ..] => FileFormat.SevenZip,
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => FileFormat.Rar,
        [(byte)'L', (byte)'Z', (byte)'I', (byte)'P', ..] => FileFormat.Lzip,
        [4, 0x22, 0x4d, 0x18, ..] => FileFormat.Lz4,
        [0xff, 6, 0, 0, (byte)'s', (byte)'N', ..] => FileFormat.Snappy,
        _ when first.StartsWith("07070"u8) => FileFormat.Cpio,
        _ when first.StartsWith("koly"u8) || first.StartsWith("encrcdsa"u8) => FileFormat.AppleDiskImage,
        _ when first.StartsWith("version https://git-lfs"u8) => FileFormat.LargeFilePointer,
        _ when first.StartsWith("-----BEGIN PGP"u8) || first.StartsWith("untrusted comment:"u8) => FileFormat.Signature,
        _ => ArchiveKinds.Of(first) is not ArchiveKind.None ? FileFormat.Archive : TextKind(first),
    };

    /// <summary>Which machine a program was built for; null when these bytes are no ELF header.</summary>
    public static ElfMachine? MachineOf(ReadOnlySpan<byte> first) =>
        ElfFile.HasItsMark(first) && first.Length >= 20 ? new ElfMachine(first[4] == 2, ElfHeader.U16(first[18..], big: first[5] == 2))
            : null;

    /// <summary>
    /// Its name in words, as the end of a sentence that begins "it is"; null where the first bytes say more than we could.
    /// </summary>
    public static string? NameOf(FileFormat format) => format switch
    {
        FileFormat.Empty => "an empty file",
        FileFormat.ElfProgram => "a program (ELF)",
        FileFormat.ElfPart => "an object file or a core dump (ELF), not a program",
        FileFormat.Script => "a script",
        FileFormat.Deb => "a Debian package (.deb)",
        FileFormat.StaticLibrary => "an archive of object files (.a)",
        FileFormat.Rpm => "an RPM package (.rpm)",
        FileFormat.MachO => "a program for macOS (Mach-O)",
        FileFormat.WindowsProgram => "a program for Windows (PE)",
        FileFormat.JavaClass => "a Java class",
        FileFormat.WebAssembly => "a WebAssembly module",
        FileFormat.AppleDiskImage => "a disk image for macOS (.dmg)",
        FileFormat.SevenZip => "a 7-Zip archive (.7z)",
        FileFormat.Rar => "a RAR archive",
        FileFormat.Lzip => "an lzip archive (.lz)",
        FileFormat.Lz4 => "an lz4 archive (.lz4)",
        FileFormat.Snappy => "a snappy archive (.sz)",
        FileFormat.Cpio => "a cpio archive",
        FileFormat.Archive => "an archive",
        FileFormat.WebPage => "a web page (HTML)",
        FileFormat.Json => "JSON",
        FileFormat.LargeFilePointer => "a pointer of Git LFS, not the file itself",
        FileFormat.Signature => "a signature, not the file that was signed",
        _ => null,
    };

    /// <summary>What to do with a file of this kind, as a sentence; null when there is nothing to say.</summary>
    public static string? AdviceFor(FileFormat format) => format switch
    {
        FileFormat.Deb => "Packages are not unpacked here: take the binary out with dpkg-deb -x and place it by hand",
        FileFormat.Rpm => "Packages are not unpacked here: take the binary out with rpm2cpio and place it by hand",
        FileFormat.MachO or FileFormat.WindowsProgram => "Take the build for Linux",
        FileFormat.WebPage => "The link leads to a page about the file, or to a login: take the link of the file itself",
        FileFormat.LargeFilePointer => "Take the link that leads to the file itself",
        FileFormat.SevenZip or FileFormat.Rar or FileFormat.Lzip or FileFormat.Lz4 or FileFormat.Snappy or FileFormat.Cpio =>
            "Such archives are not unpacked here: unpack it and place the binary by hand",
        _ => null,
    };

    private static FileFormat ElfKind(ReadOnlySpan<byte> first) =>
        first.Length >= 20 && ElfHeader.U16(first[16..], big: first[5] == 2) is ElfHeader.Executable or ElfHeader.Shared
            ? FileFormat.ElfProgram
            : FileFormat.ElfPart;

    private static bool IsManyMachO(ReadOnlySpan<byte> first) =>
        first.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(first[4..]) is > 0 and < HighestMachOCount;

    // Servers answer with a page or with JSON where a file should be. A binary file has zeros.
    private static FileFormat TextKind(ReadOnlySpan<byte> first)
    {
        var text = (first.StartsWith("\ufeff"u8) ? first[3..] : first).TrimStart(" \t\r\n"u8);

        return text.Contains((byte)0) ? FileFormat.Unknown
            : text is [(byte)'<', (byte)'!' or (byte)'?' or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z'), ..]
                ? FileFormat.WebPage
            : text is [(byte)'{' or (byte)'[', ..] ? FileFormat.Json
            : FileFormat.Unknown;
    }
}
