using System.Text.Json;
using Cosmovisor.Backups;

namespace Cosmovisor.Agent.Files;

/// <summary>A backup that is whole: it has its manifest.</summary>
/// <param name="Name">Its folder's.</param>
/// <param name="Plan">Before whose upgrade it was taken.</param>
/// <param name="Taken">When.</param>
/// <param name="Files">How many.</param>
/// <param name="Bytes">Their lengths; what it shares with the data counts too.</param>
internal sealed record BackupFacts(string Name, string? Plan, DateTimeOffset? Taken, long Files, long Bytes);

/// <summary>The backups of a home, by the first lines of their manifests.</summary>
internal static class BackupsOnDisk
{
    private const int LongestHeader = 64 * 1024;
    private const int Most = 200;

    public static IReadOnlyList<BackupFacts> Of(HomeFiles home) => Of(home.Path, home.Backups, SettingsSeen.BackupFolder(home));

    /// <param name="home">Whose.</param>
    /// <param name="backups">cosmovisor/backups.</param>
    /// <param name="elsewhere">Where the sdk contract puts them, besides the home itself; null for nowhere else.</param>
    public static IReadOnlyList<BackupFacts> Of(string home, string backups, string? elsewhere)
    {
        var classic = Entries(backups).Select(folder => (Name: Path.GetFileName(folder), Manifest: Path.Join(folder, "manifest.jsonl")));
        var sdk = new[] { home, elsewhere }.OfType<string>().Distinct(StringComparer.Ordinal)
            .SelectMany(folder => Entries(folder, $"{BackupName.SdkPrefix}*.manifest.jsonl"))
            .Select(file => (Name: Path.GetFileName(file)[..^".manifest.jsonl".Length], Manifest: file));
        return [.. classic.Concat(sdk).Take(Most).Select(one => Header(home, one.Name, one.Manifest)).OfType<BackupFacts>()
            .OrderByDescending(one => one.Taken)];
    }

    private static BackupFacts? Header(string home, string name, string manifest)
    {
        using var file = RegularFile.TryOpen(manifest);

        if (file is null)
        {
            return null;
        }

        var lines = LineBuffer.Read(file, 0, LongestHeader);

        // A folder for several homes tells its backups apart by their manifests; what lies in a home is that home's.
        return lines is [{ Json: { } header }, ..]
            && (manifest.StartsWith($"{home}/", StringComparison.Ordinal) || Text(header, "home") == home)
            ? new BackupFacts(name, Text(header, "plan"), Time(header, "taken"), Number(header, "files"), Number(header, "bytes"))
            : null;
    }

    private static IEnumerable<string> Entries(string folder, string pattern = "*")
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder, pattern).Take(Most)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
            ? time : null;

    private static long Number(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
            : 0;
}
