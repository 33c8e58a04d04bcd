using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Cosmovisor.Demo;

/// <summary>The real supervisor with the simulated node under it. Lines are taken, and shown, in the order in which they came.</summary>
internal sealed class SupervisedNode : IDisposable
{
    /// <summary>Long, because a busy machine is no fault of what is shown; a hang still ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly BlockingCollection<NodeLine> _lines = [];
    private readonly MemoryStream _errors = new();
    private readonly Task _reading;
    private readonly Action<NodeLine> _see;
    private readonly CancellationToken _interrupted;
    private readonly string _stillThere;

    public SupervisedNode(string supervisor, DemoHome home, string[] arguments, Action<NodeLine> see, CancellationToken interrupted)
    {
        (_see, _interrupted) = (see, interrupted);
        interrupted.ThrowIfCancellationRequested();
        _process = Launch.Start(supervisor, home, arguments);
        _stillThere = $"cosmovisor (pid {_process.Id})";
        _reading = Task.WhenAll(
            Task.Run(ReadLines, CancellationToken.None),
            Task.Run(() => _process.StandardError.BaseStream.CopyTo(_errors), CancellationToken.None));
        _process.StandardInput.Close();
    }

    public int Pid => _process.Id;

    /// <summary>How many bytes came on standard output.</summary>
    public long Bytes { get; private set; }

    public int Lines { get; private set; }

    /// <summary>The first line that no node wrote.</summary>
    public string? ForeignLine { get; private set; }

    public long ErrorBytes => _errors.Length;

    public string ErrorText => Encoding.UTF8.GetString(_errors.ToArray()).Trim();

    /// <summary>Waits for the line that tells <paramref name="what"/>.</summary>
    public NodeLine Await(string what, Func<NodeLine, bool> tells)
    {
        var since = Stopwatch.GetTimestamp();

        while (Patience - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } left)
        {
            if (_lines.TryTake(out var line, (int)left.TotalMilliseconds, _interrupted))
            {
                Take(line);

                if (tells(line))
                {
                    return line;
                }
            }
            else if (_lines.IsCompleted)
            {
                throw new ExpectationException($"the output ended before the node said {what}; {HowItEnded()}");
            }
        }

        throw new ExpectationException($"the node did not say {what} within {Patience.TotalSeconds:0} s");
    }

    /// <summary>Asks it to end, as an init system would.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        Signals.Terminate(Pid);

        while (_lines.TryTake(out var line, (int)Patience.TotalMilliseconds, _interrupted))
        {
            Take(line);
        }

        Expect.That(
            _reading.Wait(Patience, _interrupted) && _process.WaitForExit(Patience),
            $"{_stillThere} did not end within {Patience.TotalSeconds:0} s of TERM");
        return _process.ExitCode;
    }

    /// <summary>Nothing of it stays, whatever went wrong.</summary>
    public void Dispose()
    {
        Launch.End(_process);
        _process.Dispose();
        _lines.Dispose();
        _errors.Dispose();
    }

    private void Take(NodeLine line)
    {
        Lines++;
        ForeignLine ??= line.IsNodes ? null : line.Text;
        _see(line);
    }

    private string HowItEnded() =>
        _process.WaitForExit(Patience) && _reading.Wait(Patience)
            ? $"cosmovisor ended with {_process.ExitCode}" + (ErrorBytes > 0 ? $" and said: {ErrorText}" : "")
            : $"{_stillThere} is still there";

    private void ReadLines()
    {
        var buffer = new byte[64 * 1024];
        var partial = new MemoryStream();

        while (_process.StandardOutput.BaseStream.Read(buffer) is > 0 and var count)
        {
            var now = DateTimeOffset.UtcNow;
            Bytes += count;

            foreach (var b in buffer.AsSpan(0, count))
            {
                if (b == '\n')
                {
                    Add(now);
                }
                else
                {
                    partial.WriteByte(b);
                }
            }
        }

        if (partial.Length > 0)
        {
            Add(DateTimeOffset.UtcNow);
        }

        _lines.CompleteAdding();

        void Add(DateTimeOffset at)
        {
            _lines.Add(new NodeLine(Encoding.UTF8.GetString(partial.ToArray()), at), CancellationToken.None);
            partial.SetLength(0);
        }
    }
}
