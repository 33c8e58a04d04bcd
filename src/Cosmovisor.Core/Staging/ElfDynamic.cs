namespace Cosmovisor.Staging;

/// <summary>The part of the dynamic section that names libraries and where to look for them.</summary>
internal sealed record ElfDynamic(IReadOnlyList<string> Needed, IReadOnlyList<string> RunPath)
{
    private const ulong EndTag = 0;
    private const ulong NeededTag = 1;
    private const ulong StringTableTag = 5;
    private const ulong RPathTag = 15;
    private const ulong RunPathTag = 29;

    private const int MostBytes = 64 * 1024;
    private const int LongestText = 4096;

    private static readonly ElfDynamic None = new([], []);

    /// <summary>
    /// What cannot be read is taken as not there: the loader has the last word, we only look for what is plainly missing.
    /// </summary>
    public static ElfDynamic Read(IFileBytes file, ElfHeader header, IReadOnlyList<ElfSegment> segments)
    {
        if (segments.FirstOrDefault(s => s.Type is ElfSegment.Dynamic) is not { } dynamic || Tags(file, header, dynamic) is not { } tags)
        {
            return None;
        }

        var table = tags.FirstOrDefault(t => t.Tag == StringTableTag).Value;

        if (segments.FirstOrDefault(s => s.Type is ElfSegment.Load && table >= s.Address && table - s.Address < s.Size) is not { } holder)
        {
            return None;
        }

        var strings = holder.Offset + (table - holder.Address);
        var runPath = Texts(RunPathTag) is [_, ..] modern ? modern : Texts(RPathTag);

        return new ElfDynamic(Texts(NeededTag), [.. runPath.SelectMany(path => path.Split(':', StringSplitOptions.RemoveEmptyEntries))]);

        List<string> Texts(ulong wanted) =>
            [.. tags.Where(t => t.Tag == wanted).Select(t => file.Text(unchecked((long)(strings + t.Value)), LongestText)).Where(
                text => text.Length > 0)];
    }

    private static List<(ulong Tag, ulong Value)>? Tags(IFileBytes file, ElfHeader header, ElfSegment dynamic)
    {
        var bytes = new byte[(int)Math.Min(dynamic.Size, MostBytes)];
        var word = header.Machine.Is64Bit ? 8 : 4;

        if (!file.Read(unchecked((long)dynamic.Offset), bytes))
        {
            return null;
        }

        var tags = new List<(ulong, ulong)>();

        for (var at = 0; at + (2 * word) <= bytes.Length; at += 2 * word)
        {
            var tag = Word(bytes.AsSpan(at));

            if (tag == EndTag)
            {
                break;
            }

            tags.Add((tag, Word(bytes.AsSpan(at + word))));
        }

        return tags;

        ulong Word(ReadOnlySpan<byte> from) =>
            header.Machine.Is64Bit ? ElfHeader.U64(from, header.IsBigEndian) : ElfHeader.U32(from, header.IsBigEndian);
    }
}
