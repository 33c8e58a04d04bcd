using System.Text;
using Cosmovisor.Supervision;

namespace Cosmovisor.Linux;

/// <summary>Runs programs to their end, with a time limit and as a process group that can be stopped whole.</summary>
internal sealed unsafe class ProgramRunner(Children children) : IProgramRunner
{
    private const short Readable = 1; // POLLIN
    private const int PidfdOpen = 434; // the same number on every architecture
    private const int LongestTail = 4096;
    private const int SlowLook = 50; // ms; only where there is no pidfd_open(2) to wait on

    public CommandEnd Run(Command command, Action<string>? onLine, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();

        try
        {
            using var streams = new ProgramStreams(command);
            return Run(command, streams, onLine, ct);
        }
        catch (RefusedException ex)
        {
            return NotStarted(ex.Message);
        }
    }

    private CommandEnd Run(Command command, ProgramStreams streams, Action<string>? onLine, CancellationToken ct)
    {
        var wake = streams.Wake!;
        using var asked = ct.Register(wake.Signal);
        var (child, errno) = children.Start(new ProgramStart(
            command.Path,
            [NativeStrings.Bytes(command.Path), .. command.Arguments.Select(NativeStrings.Bytes)],
            ProcessImage.EnvironmentWith(command.Variables))
        {
            WorkingDirectory = command.WorkingDirectory,
            Streams = streams.OfTheProgram,
            OwnGroup = true,
            IsLasting = command.IsLasting,
        });
        streams.CloseThoseOfTheProgram();

        if (child is null)
        {
            return NotStarted(Errno.Text(errno));
        }

        var tail = new List<byte>();
        var output = new Source(streams.Output, new OutputLines(onLine, tail, command.LongestLine));
        var error = new Source(streams.Error, new OutputLines(command.OnErrorLine, tail, command.LongestLine));
        var inTime = Wait(child, output, error, wake, command.TimeLimit, ct);

        if (!inTime)
        {
            Stop(child, output, error, wake, command.Grace);
        }

        // Asked to end in the very moment in which it had done its work: that is done, and must not be done again.
        if (child.End is not DaemonEnd.Exited { Code: 0 } || !(inTime || command.MustNotRunTwice))
        {
            ct.ThrowIfCancellationRequested();
        }

        output.Lines.Finish();
        error.Lines.Finish();
        var lastWords = Encoding.UTF8.GetString([.. tail]).TrimEnd();
        return inTime || ct.IsCancellationRequested
            ? new CommandEnd(child.End, lastWords, null)
            : new CommandEnd(null, lastWords, $"was stopped after its time limit of {command.TimeLimit.TotalSeconds:0.###} s");
    }

    private static CommandEnd NotStarted(string reason) => new(null, "", $"could not be started: {reason}");

    /// <returns>False when the limit was over or the end was asked for.</returns>
    private bool Wait(Child child, Source output, Source error, WakePipe wake, TimeSpan limit, CancellationToken ct)
    {
        var pidfd = OperatingSystem.IsLinux() ? (int)Libc.Syscall(PidfdOpen, child.Pid, 0, 0, 0, 0) : -1;
        var watched = stackalloc Libc.PollFd[4];
        var deadline = limit == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)limit.TotalMilliseconds;

        try
        {
            while (true)
            {
                children.CollectStarted();

                // Asked before the last read: another thread may collect it, and its last words, between a read and the question.
                var hasEnded = child.End is not null;
                var (hasOutput, hasError) = (Read(output), Read(error));

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
                watched[1] = new() { Fd = hasOutput ? output.Fd : -1, Events = Readable };
                watched[2] = new() { Fd = wake.Fd, Events = Readable };
                watched[3] = new() { Fd = hasError ? error.Fd : -1, Events = Readable };
                _ = Libc.Poll(watched, 4, milliseconds);
            }
        }
        finally
        {
            _ = pidfd >= 0 ? Libc.Close(pidfd) : 0;
        }
    }

    private void Stop(Child child, Source output, Source error, WakePipe wake, TimeSpan grace)
    {
        wake.Clear();
        child.Signal(Signals.Terminate);
        child.Signal(Signals.Continue);

        if (!Wait(child, output, error, wake, grace, CancellationToken.None))
        {
            child.Signal(Signals.Kill);
            _ = Wait(child, output, error, wake, Timeout.InfiniteTimeSpan, CancellationToken.None);
        }

        // What it started in its group and left behind; its own pid is still that group's name while one of them lives.
        _ = Libc.Kill(-child.Pid, Signals.Kill);
    }

    /// <returns>False at its end, or when there is none.</returns>
    private static bool Read(Source source)
    {
        var buffer = stackalloc byte[4096];

        while (true)
        {
            var count = source.Fd < 0 ? 0 : Libc.Read(source.Fd, buffer, 4096);

            if (count < 0 && Errno.Last == Errno.EINTR)
            {
                continue;
            }

            if (count <= 0)
            {
                return count < 0 && Errno.Last == Errno.EAGAIN;
            }

            source.Lines.Add(new ReadOnlySpan<byte>(buffer, (int)count));
        }
    }

    /// <summary>One stream of the program, and where it goes.</summary>
    /// <param name="Fd">Our end of its pipe; -1 when it has none of its own.</param>
    /// <param name="Lines">Gets what comes.</param>
    private sealed record Source(int Fd, OutputLines Lines);

    /// <summary>Cuts output into lines for the log, and keeps its tail for the error.</summary>
    private sealed class OutputLines(Action<string>? onLine, List<byte> tail, int longestLine)
    {
        private readonly List<byte> _line = [];

        public void Add(ReadOnlySpan<byte> bytes)
        {
            tail.AddRange(bytes);

            if (tail.Count > LongestTail)
            {
                tail.RemoveRange(0, tail.Count - LongestTail);
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
