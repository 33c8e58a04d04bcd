using System.Text;

namespace Cosmovisor.Linux;

/// <summary>Where something is mounted, as this process sees it (/proc/self/mountinfo, proc_pid_mountinfo(5)).</summary>
internal static class MountPoints
{
    private const int PathField = 4; // "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw"

    /// <summary>Whether <paramref name="folder"/> itself is one. A btrfs subvolume has a device of its own, and is none.</summary>
    /// <param name="folder">Its real path.</param>
    /// <param name="facts">What is there.</param>
    public static bool IsOne(string folder, in FileFacts facts) =>
        facts.IsMountRoot
            || (All() is { } all ? all.Contains(folder) : FileFacts.Of(Path.GetDirectoryName(folder) ?? "/")?.Device != facts.Device);

    /// <summary>Those inside of <paramref name="folder"/>, a real path. None are known elsewhere than on Linux.</summary>
    public static IReadOnlyList<string> Below(string folder) =>
        [.. (All() ?? []).Where(mounted => mounted.StartsWith(folder == "/" ? folder : $"{folder}/", StringComparison.Ordinal)).Order(
            StringComparer.Ordinal)];

    private static IEnumerable<string>? All() =>
        OperatingSystem.IsLinux() && ProcFile.Read("/proc/self/mountinfo") is { } table
            ? Encoding.UTF8.GetString(table).Split('\n').Select(line => line.Split(' ')).Where(fields => fields.Length > PathField).Select(
                fields => Unescaped(fields[PathField]))
            : null;

    // A space, a tab, a line's end and a backslash stand there as \ and three octal digits.
    private static string Unescaped(string field) =>
        field.Replace("\\040", " ", StringComparison.Ordinal)
            .Replace("\\011", "\t", StringComparison.Ordinal)
            .Replace("\\012", "\n", StringComparison.Ordinal)
            .Replace("\\134", "\\", StringComparison.Ordinal);
}
