namespace Cosmovisor.Staging;

/// <summary>
/// A list of checksums as published beside releases: the GNU form <c>HEX name</c>, the BSD form <c>SHA256 (name) = HEX</c>, or one bare
/// HEX.
/// </summary>
internal static class ChecksumFile
{
    // A release of every platform there is has a few hundred lines; what is longer is not a checksum list.
    private const int MostLines = 10_000;

    /// <summary>The strongest checksum the list has for the file at <paramref name="urlPath"/>.</summary>
    /// <param name="list">The list's text.</param>
    /// <param name="urlPath">The path part of the file's link, unescaped; lists name files by any tail of it.</param>
    public static Parsed<Checksum> Find(string list, string urlPath)
    {
        var lines = list.Split('\n', MostLines + 1, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        if (lines is [var only] && Checksum.Parse(only).IsOk(out var bare, out _))
        {
            return Parsed.Ok(bare);
        }

        var entries = lines.Take(MostLines).Select(Read).OfType<Entry>().ToList();
        var exact = entries.Where(e => IsTail(urlPath, e.Name)).ToList();
        var candidates = exact.Count > 0 ? exact : [.. entries.Where(e => LastPart(e.Name) == LastPart(urlPath))];

        return candidates.Count == 0
            ? Parsed.Invalid<Checksum>(
                $"the checksum list has no line for {LastPart(urlPath)}; it has {entries.Count} other{(entries.Count == 1 ? "" : "s")}")
            : Strongest(candidates, LastPart(urlPath));
    }

    private static Parsed<Checksum> Strongest(List<Entry> candidates, string name)
    {
        var best = candidates.Max(c => c.Checksum.Kind);
        var sums = candidates.Select(c => c.Checksum).Where(c => c.Kind == best).Distinct().ToList();

        return sums is [var one]
            ? Parsed.Ok(one)
            : Parsed.Invalid<Checksum>($"the checksum list has {sums.Count} different lines for {name}: {string.Join(", ", sums)}");
    }

    private sealed record Entry(string Name, Checksum Checksum);

    private static Entry? Read(string line) => ReadBsd(line) ?? ReadGnu(line);

    private static Entry? ReadGnu(string line)
    {
        // coreutils puts a backslash before a line whose name holds escapes, and a star before names read in binary mode.
        var text = line.TrimStart('\\');
        var space = text.AsSpan().IndexOfAny(' ', '\t');

        return space > 0
            && Checksum.KindOfLength(space) is { } kind
            && Checksum.Of(kind, text[..space]).IsOk(out var sum, out _)
            && text[space..].TrimStart() is { Length: > 0 } name
            ? new Entry(Clean(name.StartsWith('*') ? name[1..] : name), sum)
            : null;
    }

    private static Entry? ReadBsd(string line)
    {
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        var equals = line.LastIndexOf('=');

        return open > 0 && close > open && equals > close
            && Checksum.KindOf(line[..open].Trim()) is { } kind
            && Checksum.Of(kind, line[(equals + 1)..].Trim()).IsOk(out var sum, out _)
            ? new Entry(Clean(line[(open + 1)..close]), sum)
            : null;
    }

    private static string Clean(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    private static bool IsTail(string path, string name) =>
        path == name || path.EndsWith($"/{name}", StringComparison.Ordinal);

    private static string LastPart(string path) => path[(path.LastIndexOf('/') + 1)..];
}
