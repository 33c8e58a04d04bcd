using System.Text;

namespace Cosmovisor.Linux;

/// <summary>Runs programs to their end, with a time limit and as a process group that can be stopped whole.</summary>
internal sealed unsafe class Commands(Children children) : ICommands
{
    private const short Readable = 1; // POLLIN
    private const int PidfdOpen = 434; // the same number on every architecture
    private const int LongestTail = 4096;
    private const int SlowLook = 50; // ms; only where there is no pidfd_open(2) to wait on

    public CommandEnd Run(Command command, Action<string>? onLine, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var nothing = Libc.Open("/dev/null", OpenFlags.CloseOnExec, 0);
        var (read, write) = PipePair.Open();
        PipePair.NeverWait(read);
        using var wake = new WakeUp();
        using var asked = ct.Register(wake.Signal);

        try
        {
            var (child, errno) = children.Start(new ProgramStart(
                command.Path,
                [StringVector.Bytes(command.Path), .. command.Arguments.Select(StringVector.Bytes)],
                ProcessImage.EnvironmentWith(command.Variables))
            {
                WorkingDirectory = command.WorkingDirectory,
                Streams = (nothing, write, write),
                OwnGroup = true,
            });
            _ = Libc.Close(write);
            write = -1;

            if (child is null)
            {
                return new CommandEnd(null, "", $"could not be started: {Errno.Text(errno)}");
            }

            var output = new OutputLines(onLine, LongestTail, command.LongestLine);
            var inTime = Wait(child, read, wake, output, command.TimeLimit, ct);

            if (!inTime)
            {
                Stop(child, read, wake, output, command.Grace);
            }

            ct.ThrowIfCancellationRequested();
            output.Finish();
            return inTime
                ? new CommandEnd(child.End, output.Tail, null)
                : new CommandEnd(null, output.Tail, $"was stopped after its time limit of {command.TimeLimit.TotalSeconds:0.###} s");
        }
        finally
        {
            _ = Libc.Close(read);
            _ = write >= 0 ? Libc.Close(write) : 0;
            _ = nothing >= 0 ? Libc.Close(nothing) : 0;
        }
    }

    /// <returns>False when the limit was over or the end was asked for.</returns>
    private bool Wait(Child child, int output, WakeUp wake, OutputLines lines, TimeSpan limit, CancellationToken ct)
    {
        var pidfd = OperatingSystem.IsLinux() ? (int)Libc.Syscall(PidfdOpen, child.Pid, 0, 0, 0, 0) : -1;
        var watched = stackalloc Libc.PollFd[3];
        var deadline = limit == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)limit.TotalMilliseconds;

        try
        {
            while (true)
            {
                children.CollectStarted();

                // Asked before the last read: another thread may collect it, and its last words, between a read and the question.
                var hasEnded = child.End is not null;
                var open = Read(output, lines);

                if (hasEnded)
                {
                    return true;
                }

                if (ct.IsCancellationRequested || Environment.TickCount64 >= deadline)
                {
                    return false;
                }

                var left = deadline == long.MaxValue ? int.MaxValue : (int)Math.Min(int.MaxValue, deadline - Environment.TickCount64);
                var milliseconds = pidfd < 0 ? Math.Min(SlowLook, left) : left == int.MaxValue ? -1 : Math.Max(1, left);
                watched[0] = new() { Fd = pidfd, Events = Readable };
                watched[1] = new() { Fd = open ? output : -1, Events = Readable };
                watched[2] = new() { Fd = wake.Fd, Events = Readable };
                _ = Libc.Poll(watched, 3, milliseconds);
            }
        }
        finally
        {
            _ = pidfd >= 0 ? Libc.Close(pidfd) : 0;
        }
    }

    private void Stop(Child child, int output, WakeUp wake, OutputLines lines, TimeSpan grace)
    {
        wake.Clear();
        child.Signal(Signals.Terminate);
        child.Signal(Signals.Continue);

        if (!Wait(child, output, wake, lines, grace, CancellationToken.None))
        {
            child.Signal(Signals.Kill);
            _ = Wait(child, output, wake, lines, Timeout.InfiniteTimeSpan, CancellationToken.None);
        }

        // What it started in its group and left behind; its own pid is still that group's name while one of them lives.
        _ = Libc.Kill(-child.Pid, Signals.Kill);
    }

    /// <returns>False at the end of the output.</returns>
    private static bool Read(int fd, OutputLines lines)
    {
        var buffer = stackalloc byte[4096];

        while (true)
        {
            var count = Libc.Read(fd, buffer, 4096);

            if (count < 0 && Errno.Last == Errno.EINTR)
            {
                continue;
            }

            if (count <= 0)
            {
                return count < 0 && Errno.Last == Errno.EAGAIN;
            }

            lines.Add(new ReadOnlySpan<byte>(buffer, (int)count));
        }
    }

    /// <summary>Cuts output into lines for the log, and keeps its tail for the error.</summary>
    private sealed class OutputLines(Action<string>? onLine, int longestTail, int longestLine)
    {
        private readonly List<byte> _line = [];
        private readonly List<byte> _tail = [];

        public string Tail => Encoding.UTF8.GetString([.. _tail]).TrimEnd();

        public void Add(ReadOnlySpan<byte> bytes)
        {
            _tail.AddRange(bytes);

            if (_tail.Count > longestTail)
            {
                _tail.RemoveRange(0, _tail.Count - longestTail);
            }

            foreach (var b in bytes)
            {
                if (b == '\n')
                {
                    Finish();
                }
                else if (_line.Count < longestLine)
                {
                    _line.Add(b);
                }
            }
        }

        public void Finish()
        {
            if (_line.Count > 0)
            {
                onLine?.Invoke(Encoding.UTF8.GetString([.. _line]).TrimEnd('\r'));
                _line.Clear();
            }
        }
    }
}
