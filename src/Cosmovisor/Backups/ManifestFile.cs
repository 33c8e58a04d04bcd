using Cosmovisor.Disk;

namespace Cosmovisor.Backups;

/// <summary>Manifests on disk.</summary>
internal static class ManifestFile
{
    public static void Write(string path, Manifest manifest) => AtomicFile.Write(path, Lines(manifest));

    public static IEnumerable<string> Lines(Manifest manifest) =>
        manifest.Entries.Select(ManifestText.Line).Prepend(ManifestText.Line(manifest.Header));

    /// <summary>Only the first line: enough for a list, however many files there are.</summary>
    public static Parsed<ManifestHeader> ReadHeader(string path)
    {
        try
        {
            return ManifestText.ParseHeader(File.ReadLines(path).FirstOrDefault() ?? "");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return Parsed.Invalid<ManifestHeader>($"it cannot be read: {trouble.Message}");
        }
    }

    public static Parsed<Manifest> Read(string path)
    {
        if (!ReadHeader(path).IsOk(out var header, out var wrong))
        {
            return Parsed.Invalid<Manifest>(wrong);
        }

        var entries = new List<ManifestEntry>();

        try
        {
            foreach (var line in File.ReadLines(path).Skip(1))
            {
                if (!ManifestText.ParseEntry(line).IsOk(out var entry, out wrong))
                {
                    return Parsed.Invalid<Manifest>($"line {entries.Count + 2}: {wrong}");
                }

                entries.Add(entry);
            }
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return Parsed.Invalid<Manifest>($"it cannot be read: {trouble.Message}");
        }

        return entries.Count == header.Entries
            ? Parsed.Ok(new Manifest(header, entries))
            : Parsed.Invalid<Manifest>($"it was cut: it should hold {header.Entries} entries and holds {entries.Count}");
    }
}
