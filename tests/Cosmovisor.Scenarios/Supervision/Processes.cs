using System.Globalization;

namespace Cosmovisor.Tests.Supervision;

/// <summary>What the kernel says about processes (proc(5)). A process that is gone answers with nothing rather than an exception.</summary>
internal static class Processes
{
    /// <summary>Neither gone nor a zombie.</summary>
    public static bool IsAlive(int pid) => State(pid) is not (null or 'Z' or 'X');

    /// <summary>R, S, T, Z …; null when there is no such process.</summary>
    public static char? State(int pid) => Fields(pid) is [var state, ..] ? state[0] : null;

    public static int[] ChildrenOf(int pid) =>
        [.. All().Where(one => Fields(one) is [_, var parent, ..] && parent == pid.ToString(CultureInfo.InvariantCulture))];

    public static int OnlyChildOf(int pid) => Wait.For($"one child of pid {pid}", () => ChildrenOf(pid) is [var only] ? only : (int?)null);

    /// <summary>
    /// No member of our process group has a parent in another group of our session: then the kernel lets TSTP, TTIN and TTOU stop nobody in
    /// it (setpgid(2)).
    /// </summary>
    public static bool AreInAnOrphanedGroup()
    {
        var (group, session) = Group(Environment.ProcessId);

        return !All().Where(one => Group(one) == (group, session)).Select(one => Fields(one)).Any(
            member => member is [_, var parent, ..]
                && Group(int.Parse(parent, CultureInfo.InvariantCulture)) is var of
                && of.Session == session
                && of.Group != group);

        static (string Group, string Session) Group(int pid) => Fields(pid) is [_, _, var group, var session, ..] ? (group, session)
            : ("", "");
    }

    /// <summary>A line of /proc/PID/status, without its name: "VmHWM" gives "5120 kB".</summary>
    public static string Status(int pid, string name) => Value($"/proc/{pid}/status", name);

    public static long Kilobytes(int pid, string name) => long.Parse(Status(pid, name).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>How often any thread of it has been put on or off a processor because it waited or had its turn.</summary>
    public static long ContextSwitches(int pid) => Directory.GetDirectories($"/proc/{pid}/task")
        .Sum(task => Number($"{task}/status", "voluntary_ctxt_switches") + Number($"{task}/status", "nonvoluntary_ctxt_switches"));

    private static long Number(string file, string name) => long.Parse(Value(file, name), CultureInfo.InvariantCulture);

    private static string Value(string file, string name) =>
        File.ReadAllLines(file).First(line => line.StartsWith(name + ":", StringComparison.Ordinal))[(name.Length + 1)..].Trim();

    private static IEnumerable<int> All() => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
        .Where(pid => pid > 0);

    // "4711 (a name) S 4710 …": the name may hold anything, so what follows its last bracket is read.
    private static string[] Fields(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
