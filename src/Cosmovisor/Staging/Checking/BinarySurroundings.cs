using Cosmovisor.Disk;
using Cosmovisor.Home;
using Cosmovisor.Linux;

namespace Cosmovisor.Staging;

/// <summary>Looks around the place where a binary is not: most often it lies near by.</summary>
internal static class BinarySurroundings
{
    private const int LargestLook = 1000; // entries of a folder; nobody lays out more versions

    /// <summary>Why it is probably not there, as a sentence without its full stop; null when nothing shows it.</summary>
    /// <param name="home">Whose.</param>
    /// <param name="version">The version's folder.</param>
    public static string? Hint(DaemonHome home, string version)
    {
        var binary = home.BinaryIn(version);

        if (Unreachable.Why(binary) is { } why)
        {
            return $"It cannot be looked at: {why}";
        }

        var isUpgrade = Path.GetDirectoryName(version) == home.Upgrades;
        return new AroundABinary(
            version,
            [.. Files(version).Where(path => IsProgram(path) || Path.GetFileName(path) == home.DaemonName).Select(
                path => Path.GetFileName(path))],
            [.. Files(Path.GetDirectoryName(binary)!).Where(IsProgram).Select(path => Path.GetFileName(path))],
            isUpgrade ? [.. Folders(home.Upgrades)] : null,
            Directory.Exists(version)).Hint(home.DaemonName);
    }

    private static IEnumerable<string> Files(string folder) =>
        Entries(() => Directory.EnumerateFiles(folder))
            .Where(path => path != DaemonHome.MigrationScriptIn(folder) && RegularFile.IsAt(path));

    private static IEnumerable<string> Folders(string folder) =>
        Entries(() => Directory.EnumerateDirectories(folder)).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'));

    // Permission alone does not tell: a file that was fetched has no execute bits yet, and every file of some disks has.
    private static bool IsProgram(string path) =>
        FileCalls.IsExecutableByUs(path) || BoundedFile.Head(path, 4) is [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    // A hint is not worth a failure.
    private static List<string> Entries(Func<IEnumerable<string>> list)
    {
        try
        {
            return [.. list().Take(LargestLook)];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
