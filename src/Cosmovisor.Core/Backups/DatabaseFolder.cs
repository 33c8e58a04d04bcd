using System.Globalization;

namespace Cosmovisor.Backups;

/// <summary>What the names and times in one folder say about the database that lives there, if one does.</summary>
/// <param name="ManifestModified">When the newest <c>MANIFEST-…</c> was last written; null when the folder holds none, and so no database
/// of the LevelDB family.</param>
/// <param name="NewestTables">The highest number of each kind of table, by extension.</param>
internal sealed record DatabaseFolder(long? ManifestModified, IReadOnlyDictionary<string, ulong> NewestTables)
{
    /// <param name="files">Name and time of the last write of every regular file in the folder.</param>
    public static DatabaseFolder Of(IEnumerable<(string Name, long Modified)> files)
    {
        long? manifest = null;
        var newest = new Dictionary<string, ulong>(StringComparer.Ordinal);

        foreach (var (name, modified) in files)
        {
            if (IsManifest(name))
            {
                manifest = Math.Max(manifest ?? modified, modified);
            }
            else if (TableNumber(name) is { } number)
            {
                var kind = Path.GetExtension(name);
                newest[kind] = Math.Max(newest.GetValueOrDefault(kind), number);
            }
        }

        return new DatabaseFolder(manifest, newest);
    }

    /// <summary>The number of a table (<c>000123.ldb</c>), or null for any other file.</summary>
    public static ulong? TableNumber(string name) =>
        Path.GetExtension(name) is ".ldb" or ".sst" or ".blob" && AllDigits(name.AsSpan(0, name.LastIndexOf('.')), out var number) ? number
            : null;

    private static bool IsManifest(string name) =>
        name.StartsWith("MANIFEST-", StringComparison.Ordinal) && AllDigits(name.AsSpan("MANIFEST-".Length), out _);

    // Six digits or more is how all of the family writes file numbers (%06d).
    private static bool AllDigits(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        return text.Length >= 6 && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
