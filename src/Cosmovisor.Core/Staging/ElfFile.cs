namespace Cosmovisor.Staging;

/// <summary>What an ELF executable says it needs from the machine it runs on (elf(5)).</summary>
/// <param name="Machine">The machine it was built for.</param>
/// <param name="Interpreter">Its dynamic loader, absolute; null for a static program.</param>
/// <param name="Needed">The shared libraries it names (DT_NEEDED).</param>
/// <param name="RunPath">Where it asks the loader to look first (DT_RUNPATH, else DT_RPATH), as written; may hold $ORIGIN.</param>
internal sealed record ElfFile(ElfMachine Machine, string? Interpreter, IReadOnlyList<string> Needed, IReadOnlyList<string> RunPath)
{
    public static bool HasItsMark(ReadOnlySpan<byte> first) =>
        first.StartsWith("\x7f"u8) && first.Length >= 4 && first[1..4].SequenceEqual("ELF"u8);

    /// <summary>Reads headers only, a few hundred bytes wherever they are in the file.</summary>
    /// <param name="file">The whole file.</param>
    public static Parsed<ElfFile> Parse(IFileBytes file)
    {
        var header = ElfHeader.Read(file);

        if (header is null)
        {
            return Parsed.Invalid<ElfFile>("is an ELF file without a whole header: it was cut short, or is damaged");
        }

        if (header.Type is not (ElfHeader.Executable or ElfHeader.Shared))
        {
            return Parsed.Invalid<ElfFile>("is an ELF file, but not a program (an object file or a core dump)");
        }

        var segments = header.Segments;

        if (segments is null || segments.Any(s => s.Type is ElfSegment.Load && s.EndsAt > (ulong)file.Length))
        {
            return Parsed.Invalid<ElfFile>($"was cut short: it has {file.Length} bytes and its own header speaks of more");
        }

        var interpreter = segments.FirstOrDefault(s => s.Type is ElfSegment.Interpreter) is { } segment
            ? file.Text((long)segment.Offset, (int)Math.Min(segment.Size, 4096))
            : null;

        var dynamic = ElfDynamic.Read(file, header, segments);
        return Parsed.Ok(new ElfFile(header.Machine, interpreter is "" ? null : interpreter, dynamic.Needed, dynamic.RunPath));
    }
}
