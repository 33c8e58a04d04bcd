namespace Cosmovisor.Staging;

/// <summary>A part of an ELF file that matters when it runs (a program header).</summary>
internal sealed record ElfSegment(uint Type, ulong Offset, ulong Address, ulong Size)
{
    public const uint Load = 1;
    public const uint Dynamic = 2;
    public const uint Interpreter = 3;

    /// <summary>Where it ends in the file. A sum that overflows is beyond any file.</summary>
    public ulong EndsAt => Offset > ulong.MaxValue - Size ? ulong.MaxValue : Offset + Size;
}
