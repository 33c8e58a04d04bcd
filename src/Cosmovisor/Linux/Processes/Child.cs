using Cosmovisor.Supervision;

namespace Cosmovisor.Linux;

/// <summary>A program we started. Its pid stays its own until its end has been collected, so a signal never hits a stranger.</summary>
/// <param name="pid">Its own.</param>
/// <param name="ownGroup">It leads a process group, and signals are for all of that.</param>
/// <param name="gate">Held by whoever collects ends.</param>
internal sealed class Child(int pid, bool ownGroup, Lock gate)
{
    private volatile DaemonEnd? _end;

    public int Pid => pid;

    /// <summary>It goes on beside the daemons' lives.</summary>
    public bool IsLasting { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public DaemonEnd? End => _end;

    /// <summary>Set while it is stopped by job control (SIGTSTP, SIGTTIN …), with the signal that did it.</summary>
    public int StoppedBy { get; set; }

    /// <summary>Asks nothing of a program that is gone.</summary>
    public void Signal(int signal)
    {
        lock (gate)
        {
            if (_end is null)
            {
                _ = Libc.Kill(ownGroup ? -pid : pid, signal);
            }
        }
    }

    /// <summary>Called once, by <see cref="Children"/>, while it holds its lock.</summary>
    public void Ended(DaemonEnd end) => _end = end;
}
