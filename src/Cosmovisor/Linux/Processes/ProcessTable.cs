using System.Globalization;
using System.Text;

namespace Cosmovisor.Linux;

/// <summary>Who runs on this machine, as /proc shows it. Empty where there is none.</summary>
internal static class ProcessTable
{
    /// <summary>Processes and threads of the user we are.</summary>
    public static int OfThisUser()
    {
        var own = UserOf("self");
        return own is null ? 0 : Pids().Where(pid => UserOf(pid.ToString(CultureInfo.InvariantCulture)) == own).Sum(ThreadsOf);
    }

    /// <summary>All that descends from a process, itself left out.</summary>
    public static IReadOnlyList<int> DescendantsOf(int ancestor)
    {
        var children = Pids().Select(pid => (Pid: pid, Parent: ParentOf(pid))).ToLookup(one => one.Parent, one => one.Pid);
        var found = new List<int>(children[ancestor]);

        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(children[found[i]]);
        }

        return found;
    }

    private static IEnumerable<int> Pids()
    {
        foreach (var folder in Directory.Exists("/proc/self") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                yield return pid;
            }
        }
    }

    // "4711 (a name) S 4700 …": the name may hold anything, see proc_pid_stat(5).
    private static int ParentOf(int pid) =>
        ProcFile.Read($"/proc/{pid}/stat") is { } stat && Encoding.ASCII.GetString(stat) is var text
            && text[(text.LastIndexOf(')') + 1)..].Split(' ') is [_, _, var parent, ..]
            && int.TryParse(parent, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static string? UserOf(string pid) => Field(pid, "Uid:\t") is { } uids ? uids.Split('\t')[0] : null;

    private static int ThreadsOf(int pid) =>
        Field(pid.ToString(CultureInfo.InvariantCulture), "Threads:\t") is { } threads
            && int.TryParse(threads, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    private static string? Field(string pid, string name) =>
        ProcFile.Read($"/proc/{pid}/status") is { } status
            ? Encoding.ASCII.GetString(status).Split('\n').FirstOrDefault(
                line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..]
            : null;
}
