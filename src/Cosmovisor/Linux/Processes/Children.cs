using System.Globalization;
using System.Text;
using Cosmovisor.Supervision;

namespace Cosmovisor.Linux;

/// <summary>
/// Every process that has us as its parent: those we started, the orphans we adopted from them, and foreign ones that are nobody's
/// business.
/// </summary>
/// <remarks>
/// waitpid(2) hands each end out once, so one place collects them all. Started and collected under one lock:
/// otherwise a program that lives for a millisecond could be collected before anybody knew its pid.
/// </remarks>
internal sealed unsafe class Children
{
    private const int NoHang = 1; // WNOHANG
    private const int Untraced = 2; // WUNTRACED
    private const int SetChildSubreaper = 36; // PR_SET_CHILD_SUBREAPER

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Child> _started = [];

    // Those that were there before us. Only asked where the mark cannot be read; a pid can be another's by then, and that one is left alone
    // too.
    private HashSet<int> _foreign = [];

    // In a process that has not said so, another part of it waits for children of its own, and for ever once their end is collected here.
    private bool _isAllOurs;

    /// <summary>
    /// Orphans of our descendants become our children instead of init's (prctl(2)). To be called before anything is started.
    /// </summary>
    public void AdoptOrphans()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        lock (_gate)
        {
            // Most often there is none, and then one system call knows it.
            int status;
            _isAllOurs = true;
            _foreign = Libc.WaitPid(-1, &status, NoHang) < 0 ? [] : [.. Pids()];
            FamilyMark.Put();
            _ = Libc.Prctl(SetChildSubreaper, 1, 0, 0, 0);
        }
    }

    /// <returns>The child, or null and errno.</returns>
    public (Child? Child, int Errno) Start(ProgramStart program)
    {
        lock (_gate)
        {
            var (pid, errno) = Starter.Start(program);

            if (pid == 0)
            {
                return (null, errno);
            }

            var child = new Child(pid, program.OwnGroup, _gate) { IsLasting = program.IsLasting };
            _started.Add(pid, child);
            return (child, 0);
        }
    }

    /// <summary>Collects the ends of programs we started, and of nobody else: for tools that share the process with other code.</summary>
    public void CollectStarted()
    {
        lock (_gate)
        {
            foreach (var pid in _started.Keys.ToArray())
            {
                _ = Collect(pid);
            }
        }
    }

    /// <summary>
    /// Collects every end there is, adopted orphans included: no zombie stays. In a process that adopts none, the ends of programs we
    /// started.
    /// </summary>
    public void CollectAll()
    {
        if (!_isAllOurs)
        {
            CollectStarted();
            return;
        }

        lock (_gate)
        {
            while (Collect(-1))
            {
            }
        }
    }

    /// <summary>Whether anything descends from what we have started: children that have children keep them until they end.</summary>
    public bool AnyLeft
    {
        get
        {
            if (!_isAllOurs)
            {
                CollectStarted();
                return IsAnyStarted();
            }

            lock (_gate)
            {
                while (true)
                {
                    int status;
                    var pid = Libc.WaitPid(-1, &status, NoHang);

                    if (pid <= 0)
                    {
                        // Most often nothing at all is there, and that costs one system call. Foreign ones are there as long as they like.
                        return pid == 0 && !OnlyForeignLeft();
                    }

                    Remember(pid, status);
                }
            }
        }
    }

    /// <summary>Whether the kernel tells the pids of our children. A chroot or a container may have no /proc.</summary>
    public static bool AreNamed => Directory.Exists("/proc/self");

    /// <summary>
    /// Pids of children that what we have started has left to us. Those that were there before us, and theirs, are not among them.
    /// </summary>
    public IReadOnlyList<int> Orphans
    {
        get
        {
            lock (_gate)
            {
                return [.. Pids().Where(pid => !_started.ContainsKey(pid) && !IsForeign(pid))];
            }
        }
    }

    private bool IsAnyStarted()
    {
        lock (_gate)
        {
            return _started.Values.Any(child => !child.IsLasting);
        }
    }

    private bool IsForeign(int pid) => FamilyMark.IsOn(pid) is { } ours ? !ours : _foreign.Contains(pid);

    // Where nobody knows their pids, what is left may be the daemon's; a list may be empty for an instant, in the middle of an end.
    private bool OnlyForeignLeft() =>
        Pids().ToArray() is [_, ..] pids && pids.All(pid => _started.TryGetValue(pid, out var child) ? child.IsLasting : IsForeign(pid));

    private bool Collect(int which)
    {
        int status;
        var pid = Libc.WaitPid(which, &status, NoHang | Untraced);

        if (pid <= 0)
        {
            return false;
        }

        Remember(pid, status);
        return true;
    }

    private void Remember(int pid, int status)
    {
        var stopped = (status & 0xff) == 0x7f;

        if (_started.TryGetValue(pid, out var child))
        {
            child.StoppedBy = stopped ? (status >> 8) & 0xff : 0;

            if (!stopped)
            {
                child.Ended(DaemonEnd.FromWaitStatus(status));
                _ = _started.Remove(pid);
            }
        }
    }

    // Each thread has its own list of children; an orphan may be given to any of them.
    private static IEnumerable<int> Pids()
    {
        string[] lists = [.. FoldersOf("/proc/self/task").Select(thread => Path.Join(thread, "children"))];
        return lists.Any(File.Exists) ? lists.SelectMany(PidsIn) : PidsByParent();
    }

    // None where /proc cannot be listed: then nobody knows their pids.
    private static string[] FoldersOf(string folder)
    {
        try
        {
            return Directory.Exists("/proc/self") ? Directory.GetDirectories(folder) : [];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IEnumerable<int> PidsIn(string list) => ProcFile.Read(list) is { Length: > 0 } pids
        ? Encoding.ASCII.GetString(pids).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(
            pid => int.Parse(pid, CultureInfo.InvariantCulture))
        : [];

    // A kernel without CONFIG_PROC_CHILDREN: every process names its parent. "4711 (a name) S 4700 ...": the name may hold anything, see
    // proc_pid_stat(5).
    private static IEnumerable<int> PidsByParent()
    {
        foreach (var folder in FoldersOf("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && ProcFile.Read(Path.Join(folder, "stat")) is { } stat
                && Encoding.ASCII.GetString(stat) is var text
                && text[(text.LastIndexOf(')') + 1)..].Split(' ') is [_, _, var parent, ..]
                && parent == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            {
                yield return pid;
            }
        }
    }
}
