using System.Runtime.InteropServices;

namespace Cosmovisor.Staging;

/// <summary>What a binary must be built for, in Go's words: <c>linux/amd64</c>. Plans name their links by it.</summary>
/// <param name="Os">GOOS.</param>
/// <param name="Arch">GOARCH.</param>
/// <param name="Elf">What the header of an executable for it says.</param>
internal sealed record Platform(string Os, string Arch, ElfMachine Elf)
{
    /// <summary>The platform of a Linux machine.</summary>
    public static Platform Linux(Architecture architecture) => architecture switch
    {
        Architecture.X64 => new("linux", "amd64", new ElfMachine(Is64Bit: true, Number: 62)),
        Architecture.Arm64 => new("linux", "arm64", new ElfMachine(Is64Bit: true, Number: 183)),
        Architecture.X86 => new("linux", "386", new ElfMachine(Is64Bit: false, Number: 3)),
        Architecture.Arm or Architecture.Armv6 => new("linux", "arm", new ElfMachine(Is64Bit: false, Number: 40)),
        Architecture.S390x => new("linux", "s390x", new ElfMachine(Is64Bit: true, Number: 22)),
        Architecture.Ppc64le => new("linux", "ppc64le", new ElfMachine(Is64Bit: true, Number: 21)),
        Architecture.RiscV64 => new("linux", "riscv64", new ElfMachine(Is64Bit: true, Number: 243)),
        Architecture.LoongArch64 => new("linux", "loong64", new ElfMachine(Is64Bit: true, Number: 258)),
        _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "Go has no word for this machine"),
    };

    public override string ToString() => $"{Os}/{Arch}";
}
