using System.Runtime.InteropServices;
using Cosmovisor.Staging;
using Xunit;

namespace Cosmovisor.Tests.Staging;

/// <summary>A plan names its links by Go's words for a machine; the header of a binary has a number (elf.h).</summary>
public static class MachinesInGosWords
{
    [Theory]
    [InlineData(Architecture.X64, "linux/amd64", "64-bit x86-64 (amd64)", "x86_64-linux-gnu")]
    [InlineData(Architecture.Arm64, "linux/arm64", "64-bit ARM (arm64)", "aarch64-linux-gnu")]
    [InlineData(Architecture.X86, "linux/386", "32-bit x86 (386)", "i386-linux-gnu")]
    [InlineData(Architecture.Arm, "linux/arm", "32-bit ARM (arm)", "arm-linux-gnueabihf")]
    [InlineData(Architecture.Armv6, "linux/arm", "32-bit ARM (arm)", "arm-linux-gnueabihf")]
    [InlineData(Architecture.S390x, "linux/s390x", "64-bit IBM Z (s390x)", "s390x-linux-gnu")]
    [InlineData(Architecture.Ppc64le, "linux/ppc64le", "64-bit PowerPC (ppc64)", "powerpc64le-linux-gnu")]
    [InlineData(Architecture.RiscV64, "linux/riscv64", "64-bit RISC-V (riscv64)", "riscv64-linux-gnu")]
    public static void AreNamedByPlanHeaderAndDebian(Architecture architecture, string name, string header, string debian)
    {
        var platform = Platform.Linux(architecture);

        Assert.Equal((name, header), (platform.ToString(), platform.Elf.ToString()));
        Assert.Equal(
            ["/v/lib", $"/lib/{debian}", $"/usr/lib/{debian}", "/lib64", "/usr/lib64", "/lib", "/usr/lib"],
            LibraryFolders.For([], "/v/bin", "/v/lib", "", platform.Arch));
    }

    [Fact]
    public static void AreNamedWhereDebianHasNoFolderToo()
    {
        var platform = Platform.Linux(Architecture.LoongArch64);

        Assert.Equal(("linux/loong64", "64-bit LoongArch (loong64)"), (platform.ToString(), platform.Elf.ToString()));
        Assert.Equal(["/v/lib", "/lib64", "/usr/lib64", "/lib", "/usr/lib"], LibraryFolders.For([], "/v/bin", "/v/lib", "", platform.Arch));
    }

    [Fact]
    public static void AreToldByNumberWhereGoHasNoWord()
    {
        Assert.Equal("32-bit machine number 43", new ElfMachine(Is64Bit: false, Number: 43).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Platform.Linux(Architecture.Wasm));
    }

    [Fact]
    public static void HaveTheirLibrariesWhereTheLoaderLooks() => Assert.Equal(
        ["/v/bin/../lib", "/v/bin", "/opt", "/v/lib", "/a", "/b", "/c", "/lib64", "/usr/lib64", "/lib", "/usr/lib"],
        LibraryFolders.For(["$ORIGIN/../lib", "${ORIGIN}", "/opt"], "/v/bin", "/v/lib", "/a:/b;;/c", "mips"));

    [Theory]
    [InlineData("", "nothing: it is empty")]
    [InlineData("Not Found", "\"Not Found\"")]
    [InlineData("~ a page that says for long why", "\"~ a page that says for l\"")]
    [InlineData("a\nb", "the bytes 610a62")]
    [InlineData("\u007fELF\u0001\u0001\u0001\0\0\0", "the bytes 7f454c4601010100")]
    public static void ThatAreNoneAreShownByTheirFirstBytes(string first, string shown) =>
        Assert.Equal(shown, FirstBytes.Show(System.Text.Encoding.Latin1.GetBytes(first)));
}
