namespace Cosmovisor.Staging;

/// <summary>Where one entry of an archive may be written: a relative path that cannot leave the folder it is unpacked into.</summary>
internal sealed record ArchiveEntryPath
{
    private const int LongestPart = 255; // NAME_MAX
    private const int LongestPath = 2048; // leaves room for the folder before it within PATH_MAX

    private ArchiveEntryPath(string value) => Value = value;

    /// <summary>Parts joined by single slashes; no leading or trailing one.</summary>
    public string Value { get; }

    /// <summary>Checks an entry's name. Ok with an empty value is the folder itself (<c>./</c>).</summary>
    public static Parsed<ArchiveEntryPath> Parse(string name) =>
        WhatIsWrong(name) is { } wrong
            ? Parsed.Invalid<ArchiveEntryPath>($"the archive's entry {ForeignText.Quote(name)} {wrong}")
            : Parsed.Ok(new ArchiveEntryPath(string.Join('/', name.Split('/').Where(part => part is not ("" or ".")))));

    /// <summary>Says why a link at this path must not point to <paramref name="target"/>, or null when it stays inside.</summary>
    public string? WhatIsWrongWithLink(string target)
    {
        var wrong = Value.Length == 0 ? "in place of the folder it is unpacked into"
            : target.Length == 0 ? "to nothing"
            : target.StartsWith('/') ? "to an absolute path"
            : target.Any(c => c is '\\' or '\ufffd') || !IsVisible(target) ? "to a name with characters no file name should have"
            : Leaves(target) ? "out of the archive"
            : null;

        return wrong is null ? null : $"the archive's entry {ForeignText.Quote(Value)} is a link {wrong}: {ForeignText.Quote(target)}";
    }

    // Only leading ".." may stand: behind a name they would go up from wherever that name leads, if it is itself a link.
    private bool Leaves(string target)
    {
        var parts = target.Split('/').Where(part => part is not ("" or ".")).ToList();
        var up = parts.TakeWhile(part => part == "..").Count();

        return up > Value.Count(c => c == '/') || parts.Skip(up).Contains("..");
    }

    private static string? WhatIsWrong(string name) =>
        name.Length == 0 ? "has no name"
        : name.StartsWith('/') ? "is an absolute path"
        : name.Contains('\\', StringComparison.Ordinal) ? "has a backslash in its name"
        : name.Contains('\ufffd', StringComparison.Ordinal) || name.Any(char.IsSurrogate) && !IsWellFormed(name)
            ? "has a name that is not UTF-8"
        : name.Any(char.IsControl) ? "has a control character in its name"
        : !IsVisible(name) ? "has a character in its name that cannot be seen"
        : name.Length >= 2 && name[1] == ':' && char.IsAsciiLetter(name[0]) ? "names a drive"
        : name.Split('/').Any(part => part == "..") ? "leaves the folder (\"..\")"
        : Bytes(name) > LongestPath || name.Split('/').Any(part => Bytes(part) > LongestPart) ? "has a name that is too long"
        : null;

    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);

    // Separators of lines, and what turns the direction of a text round: a name must look like what it is.
    private static bool IsVisible(string text) => text.EnumerateRunes().All(ForeignText.IsVisible);

    private static int Bytes(string text) => System.Text.Encoding.UTF8.GetByteCount(text);
}
