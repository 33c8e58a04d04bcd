namespace Cosmovisor.Staging;

/// <summary>The two fields of an ELF header that say which machine it is for: EI_CLASS and e_machine (elf(5)).</summary>
internal sealed record ElfMachine(bool Is64Bit, int Number)
{
    public override string ToString() => $"{(Is64Bit ? "64" : "32")}-bit {Name}";

    private string Name => Number switch
    {
        3 => "x86 (386)",
        21 => "PowerPC (ppc64)",
        22 => "IBM Z (s390x)",
        40 => "ARM (arm)",
        62 => "x86-64 (amd64)",
        183 => "ARM (arm64)",
        243 => "RISC-V (riscv64)",
        258 => "LoongArch (loong64)",
        _ => $"machine number {Number}",
    };
}
