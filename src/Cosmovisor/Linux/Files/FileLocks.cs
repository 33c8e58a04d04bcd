using System.Globalization;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>A lock file that some process holds.</summary>
internal sealed record HeldLock(string File, int Pid);

/// <summary>Who holds locks on files below a folder, by fcntl(2) or flock(2).</summary>
/// <remarks>
/// /proc/locks names owners and inodes, not paths. Going from owner to open files finds the path without walking the folder,
/// which may hold a hundred thousand tables. Processes of other users cannot be looked into and are passed over.
/// </remarks>
internal static class FileLocks
{
    public static HeldLock? FirstBelow(IReadOnlyCollection<string> folders, string fileName)
    {
        string[] real = [.. folders.Select(RealPath)];

        foreach (var pid in Owners())
        {
            foreach (var file in OpenFilesOf(pid))
            {
                if (Path.GetFileName(file) == fileName && real.Any(folder => file.StartsWith(folder + '/', StringComparison.Ordinal)))
                {
                    return new HeldLock(file, pid);
                }
            }
        }

        return null;
    }

    // The kernel names an open file by its real path, and a data folder is often a link to another disk.
    private static string RealPath(string folder)
    {
        var fd = Libc.Open(folder, OpenFlags.CloseOnExec, 0);

        if (fd < 0)
        {
            return folder;
        }

        try
        {
            return new FileInfo($"/proc/self/fd/{fd}").LinkTarget ?? folder;
        }
        finally
        {
            _ = Libc.Close(fd);
        }
    }

    // "1: POSIX  ADVISORY  WRITE 4711 fe:00:1179652 0 EOF"; "1: -> POSIX ..." only waits for one. See proc_locks(5).
    private static IEnumerable<int> Owners()
    {
        var table = OperatingSystem.IsLinux() && ProcFile.Read("/proc/locks") is { } bytes ? Encoding.ASCII.GetString(bytes) : "";

        return table.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 5 && fields[1] is "POSIX" or "FLOCK")
            .Select(fields => int.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && pid != Environment.ProcessId)
            .Distinct();
    }

    private static IEnumerable<string> OpenFilesOf(int pid) =>
        OpenFiles.DescriptorsOf(pid).Select(descriptor => new FileInfo(descriptor).LinkTarget).OfType<string>();
}
