using System.Globalization;
using System.Text;
using Cosmovisor.Linux;

namespace Cosmovisor.LookAhead;

/// <summary>The cgroup that a process runs in, of version 2 or 1: which unit that is, and how much memory it may use.</summary>
/// <param name="path">Below the hierarchy's root, for its memory.</param>
/// <param name="unitPath">The same of systemd's own hierarchy.</param>
/// <param name="root">Where that hierarchy is mounted.</param>
/// <param name="limitFile">The file that holds a limit.</param>
internal sealed class ControlGroup(string path, string unitPath, string root, string limitFile)
{
    private const long NoLimit = 1L << 60; // version 1 writes a number near 2^63 for none

    /// <summary>Null where the kernel names none.</summary>
    /// <param name="pid">Whose.</param>
    /// <param name="proc">The mount of proc(5).</param>
    /// <param name="mount">Where cgroups are mounted.</param>
    public static ControlGroup? Of(int pid, string proc = "/proc", string mount = "/sys/fs/cgroup")
    {
        var lines = Text($"{proc}/{pid}/cgroup")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 3))
            .Where(parts => parts.Length == 3)
            .ToList();

        var unit = lines.Find(parts => parts[1] == "name=systemd")?[2];

        return lines.Find(parts => parts[1].Split(',').Contains("memory")) is [_, _, var old]
            ? new ControlGroup(old, unit ?? old, $"{mount}/memory", "memory.limit_in_bytes")
            : lines.Find(parts => parts[0] == "0") is [_, _, var unified] ? new ControlGroup(unified, unit ?? unified, mount, "memory.max")
            : null;
    }

    /// <summary>The innermost unit of systemd in it; null for none.</summary>
    public string? Unit => unitPath.Split('/')
        .LastOrDefault(part => part.EndsWith(".service", StringComparison.Ordinal) && !part.StartsWith("user@", StringComparison.Ordinal));

    /// <summary>Whether a user's own systemd runs it.</summary>
    public bool IsOfAUser => unitPath.Contains("/user@", StringComparison.Ordinal);

    /// <summary>The smallest limit of it and of those around it, in bytes; null for none.</summary>
    public long? MemoryLimit
    {
        get
        {
            long? least = null;

            // In a container the path may be the host's, and only the root is there.
            for (var part = path.Trim('/'); ; part = Path.GetDirectoryName(part) ?? "")
            {
                if (Number(Text(Path.Join(root, part, limitFile))) is < NoLimit and var limit && !(least < limit))
                {
                    least = limit;
                }

                if (part.Length == 0)
                {
                    return least;
                }
            }
        }
    }

    /// <summary>What a process holds of memory that is not a cache of files, in bytes; null where that is not known.</summary>
    public static long? MemoryOf(int pid, string proc = "/proc") =>
        Text($"{proc}/{pid}/status").Split('\n').FirstOrDefault(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)) is { } line
            ? Number(line["RssAnon:".Length..].Replace("kB", "", StringComparison.Ordinal)) * 1024
            : null;

    private static string Text(string file) => ProcFile.Read(file) is { } bytes ? Encoding.UTF8.GetString(bytes) : "";

    private static long? Number(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
