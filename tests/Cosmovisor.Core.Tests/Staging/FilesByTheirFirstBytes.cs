using System.Text;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

public static class FilesByTheirFirstBytes
{
    private const string Unpack = "Such archives are not unpacked here: unpack it and place the binary by hand";

    [Theory]
    [InlineData("#!/bin/sh\n", nameof(FileFormat.Script))]
    [InlineData("!<arch>\ndebian-binary   1410122664  0     0     100644  4         `\n2.0\n", nameof(FileFormat.Deb))]
    [InlineData("!<arch>\n/               0           0     0     0       14        `\n", nameof(FileFormat.StaticLibrary))]
    [InlineData("MZ\x90\0\x03", nameof(FileFormat.WindowsProgram))]
    [InlineData("\0asm\x01\0\0\0", nameof(FileFormat.WebAssembly))]
    [InlineData("<!DOCTYPE html>\n<html>", nameof(FileFormat.WebPage))]
    [InlineData("\r\n\r\n<html lang=\"en\">", nameof(FileFormat.WebPage))]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code>", nameof(FileFormat.WebPage))]
    [InlineData("{\"message\":\"Not Found\"}", nameof(FileFormat.Json))]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00", nameof(FileFormat.LargeFilePointer))]
    [InlineData("-----BEGIN PGP SIGNATURE-----", nameof(FileFormat.Signature))]
    [InlineData("Rar!\x1a\x07", nameof(FileFormat.Rar))]
    [InlineData("LZIP\u0001", nameof(FileFormat.Lzip))]
    [InlineData("070701", nameof(FileFormat.Cpio))]
    [InlineData("koly\0\0", nameof(FileFormat.AppleDiskImage))]
    [InlineData("encrcdsa", nameof(FileFormat.AppleDiskImage))]
    [InlineData("untrusted comment: x", nameof(FileFormat.Signature))]
    [InlineData("[1]", nameof(FileFormat.Json))]
    [InlineData("<a>", nameof(FileFormat.WebPage))]
    [InlineData("<z>", nameof(FileFormat.WebPage))]
    [InlineData("<A>", nameof(FileFormat.WebPage))]
    [InlineData("<Z>", nameof(FileFormat.WebPage))]
    [InlineData("<M>", nameof(FileFormat.WebPage))]
    [InlineData("<1>", nameof(FileFormat.Unknown))]
    [InlineData("<[>", nameof(FileFormat.Unknown))]
    [InlineData("<{>", nameof(FileFormat.Unknown))]
    [InlineData("<@>", nameof(FileFormat.Unknown))]
    [InlineData("<`>", nameof(FileFormat.Unknown))]
    [InlineData("Not Found", nameof(FileFormat.Unknown))]
    [InlineData("{\0\x01", nameof(FileFormat.Unknown))]
    [InlineData("", nameof(FileFormat.Empty))]
    public static void AreTold(string first, string format) =>
        Assert.Equal(format, FileFormats.Of(Encoding.Latin1.GetBytes(first)).ToString());

    [Theory]
    [InlineData("edabeedb0300", nameof(FileFormat.Rpm))]
    [InlineData("cffaedfe0c000001", nameof(FileFormat.MachO))]
    [InlineData("feedface", nameof(FileFormat.MachO))]
    [InlineData("cafebabe00000002", nameof(FileFormat.MachO))]
    [InlineData("cafebabe00000041", nameof(FileFormat.JavaClass))]
    [InlineData("cafebabe00000000", nameof(FileFormat.JavaClass))]
    [InlineData("cafebabe00000001", nameof(FileFormat.MachO))]
    [InlineData("cafebabe0000001d", nameof(FileFormat.MachO))]
    [InlineData("cafebabe0000001e", nameof(FileFormat.JavaClass))]
    [InlineData("04224d18", nameof(FileFormat.Lz4))]
    [InlineData("ff060000734e", nameof(FileFormat.Snappy))]
    [InlineData("377abcaf271c", nameof(FileFormat.SevenZip))]
    [InlineData("1f8b08", nameof(FileFormat.Archive))]
    [InlineData("504b0304", nameof(FileFormat.Archive))]
    [InlineData("efbbbf3c68746d6c3e", nameof(FileFormat.WebPage))]
    [InlineData("7f454c46", nameof(FileFormat.ElfPart))]
    [InlineData("7f454c460201010000000000000000000200b700", nameof(FileFormat.ElfProgram))]
    [InlineData("7f454c460201010000000000000000000300b700", nameof(FileFormat.ElfProgram))]
    [InlineData("7f454c4602010100000000000000000001003e00", nameof(FileFormat.ElfPart))]
    [InlineData("7f454c460102010000000000000000000002002b", nameof(FileFormat.ElfProgram))]
    public static void OfBinariesAreTold(string first, string format) =>
        Assert.Equal(format, FileFormats.Of(Convert.FromHexString(first)).ToString());

    [Fact]
    public static void SayWhichMachineAProgramIsFor()
    {
        Assert.Equal(
            new ElfMachine(Is64Bit: true, Number: 183),
            FileFormats.MachineOf(Convert.FromHexString("7f454c460201010000000000000000000200b700")));
        Assert.Equal(
            new ElfMachine(Is64Bit: false, Number: 43),
            FileFormats.MachineOf(Convert.FromHexString("7f454c460102010000000000000000000002002b")));
        Assert.Null(FileFormats.MachineOf("#!/bin/sh"u8));
        Assert.Null(FileFormats.MachineOf("\u007fELF"u8));
    }

    /// <summary>As an operator reads them: "the file is …. …".</summary>
    [Theory]
    [InlineData(nameof(FileFormat.Empty), "an empty file", null)]
    [InlineData(nameof(FileFormat.ElfProgram), "a program (ELF)", null)]
    [InlineData(nameof(FileFormat.ElfPart), "an object file or a core dump (ELF), not a program", null)]
    [InlineData(nameof(FileFormat.Script), "a script", null)]
    [InlineData(nameof(FileFormat.StaticLibrary), "an archive of object files (.a)", null)]
    [InlineData(nameof(FileFormat.JavaClass), "a Java class", null)]
    [InlineData(nameof(FileFormat.WebAssembly), "a WebAssembly module", null)]
    [InlineData(nameof(FileFormat.AppleDiskImage), "a disk image for macOS (.dmg)", null)]
    [InlineData(nameof(FileFormat.Archive), "an archive", null)]
    [InlineData(nameof(FileFormat.Json), "JSON", null)]
    [InlineData(nameof(FileFormat.SevenZip), "a 7-Zip archive (.7z)", Unpack)]
    [InlineData(nameof(FileFormat.Lzip), "an lzip archive (.lz)", Unpack)]
    [InlineData(nameof(FileFormat.Lz4), "an lz4 archive (.lz4)", Unpack)]
    [InlineData(nameof(FileFormat.Snappy), "a snappy archive (.sz)", Unpack)]
    [InlineData(nameof(FileFormat.Cpio), "a cpio archive", Unpack)]
    [InlineData(
        nameof(FileFormat.Deb), "a Debian package (.deb)",
        "Packages are not unpacked here: take the binary out with dpkg-deb -x and place it by hand")]
    [InlineData(
        nameof(FileFormat.Rpm), "an RPM package (.rpm)",
        "Packages are not unpacked here: take the binary out with rpm2cpio and place it by hand")]
    [InlineData(nameof(FileFormat.MachO), "a program for macOS (Mach-O)", "Take the build for Linux")]
    [InlineData(nameof(FileFormat.WindowsProgram), "a program for Windows (PE)", "Take the build for Linux")]
    [InlineData(
        nameof(FileFormat.WebPage), "a web page (HTML)",
        "The link leads to a page about the file, or to a login: take the link of the file itself")]
    [InlineData(
        nameof(FileFormat.LargeFilePointer), "a pointer of Git LFS, not the file itself", "Take the link that leads to the file itself")]
    [InlineData(nameof(FileFormat.Rar), "a RAR archive", Unpack)]
    [InlineData(nameof(FileFormat.Signature), "a signature, not the file that was signed", null)]
    public static void AreNamedWithWhatToDo(string format, string name, string? advice)
    {
        var kind = Enum.Parse<FileFormat>(format);

        Assert.Equal((name, advice), (FileFormats.NameOf(kind), FileFormats.AdviceFor(kind)));
    }

    [Fact]
    public static void HaveNamesInWordsButForTheUnknown() =>
        Assert.All(Enum.GetValues<FileFormat>(), format => Assert.Equal(format is FileFormat.Unknown, FileFormats.NameOf(format) is null));
}
