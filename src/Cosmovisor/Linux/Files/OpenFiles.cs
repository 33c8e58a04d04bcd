using System.Globalization;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>A file that some process has open for writing.</summary>
internal sealed record OpenFile(string File, int Pid);

/// <summary>
/// Which processes have files open below a folder, as far as /proc lets this user look. Nothing is known elsewhere than on Linux.
/// </summary>
internal static class OpenFiles
{
    private const int WriteOnly = 1; // O_WRONLY
    private const int ReadWrite = 2; // O_RDWR

    /// <summary>
    /// The first one that somebody else may write to. Whoever only reads, as a pager of the node's log does, changes nothing.
    /// </summary>
    /// <param name="folder">A real path.</param>
    public static OpenFile? FirstWriterBelow(string folder) => WritersBelow(folder).FirstOrDefault();

    /// <summary>All of them.</summary>
    /// <param name="folder">A real path.</param>
    public static IEnumerable<OpenFile> WritersBelow(string folder) =>
        from pid in Processes()
        from descriptor in DescriptorsOf(pid)
        let file = new FileInfo(descriptor).LinkTarget
        where file is not null && file.StartsWith(folder + '/', StringComparison.Ordinal) && MayWrite(pid, Path.GetFileName(descriptor))
        select new OpenFile(file, pid);

    /// <summary>The entries of /proc/PID/fd; none when the process is gone meanwhile, or is another user's.</summary>
    public static IReadOnlyList<string> DescriptorsOf(int pid)
    {
        try
        {
            return Directory.GetFiles($"/proc/{pid}/fd");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<int> Processes() =>
        !OperatingSystem.IsLinux() ? []
        : Listing.FoldersIn("/proc")
            .Select(path => int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && pid != Environment.ProcessId);

    // "pos:\t0\nflags:\t0100002\n…", in octal: proc_pid_fdinfo(5).
    private static bool MayWrite(int pid, string descriptor)
    {
        const string Field = "flags:\t";
        var text = ProcFile.Read($"/proc/{pid}/fdinfo/{descriptor}") is { } bytes
            ? Encoding.ASCII.GetString(bytes) : "";
        var at = text.IndexOf(Field, StringComparison.Ordinal);
        var end = at < 0 ? -1 : text.IndexOf('\n', at);
        return end > at && ((text[end - 1] - '0') & (WriteOnly | ReadWrite)) != 0;
    }
}
