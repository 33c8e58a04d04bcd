using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Tests.SimNode;

/// <summary>The built simnode as a process. Nothing here waits longer than <see cref="Patience"/>.</summary>
internal sealed partial class RunningNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _outputRead;
    private readonly Task _errorRead;

    public RunningNode(string[] words, string? input = null)
    {
        _process = Process.Start(new ProcessStartInfo(Executable, words)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.Latin1,
            StandardErrorEncoding = Encoding.UTF8,
        }) ?? throw new InvalidOperationException("no process");

        _outputRead = Task.Run(() => Collect(_process.StandardOutput, _output));
        _errorRead = Task.Run(() => Collect(_process.StandardError, _error));

        if (input is not null)
        {
            _process.StandardInput.BaseStream.Write(Encoding.Latin1.GetBytes(input));
        }

        _process.StandardInput.Close();
    }

    public static string Executable { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../Cosmovisor.SimNode", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "simnode"));

    public int Id => _process.Id;

    public static NodeEnd RunToEnd(string[] words, string? input = null)
    {
        using var node = new RunningNode(words, input);
        return node.WaitForEnd();
    }

    /// <summary>Waits until one of its streams holds the text.</summary>
    public void WaitFor(string text) => WaitFor([text]);

    /// <summary>Waits until one of its streams holds one of the texts.</summary>
    public void WaitFor(string[] texts)
    {
        var deadline = Stopwatch.StartNew();

        while (!Array.Exists(
            texts, text => Seen(_output).Contains(text, StringComparison.Ordinal) || Seen(_error).Contains(text, StringComparison.Ordinal)))
        {
            if (deadline.Elapsed > Patience)
            {
                throw new TimeoutException($"never saw: {string.Join(", ", texts)}\n{Seen(_output)}\n{Seen(_error)}");
            }

            Thread.Sleep(5);
        }
    }

    public NodeEnd WaitForEnd(bool streamsToo = true)
    {
        if (!_process.WaitForExit(Patience) || (streamsToo && !Task.WaitAll([_outputRead, _errorRead], Patience)))
        {
            throw new TimeoutException($"did not end\n{Seen(_output)}\n{Seen(_error)}");
        }

        return new NodeEnd(_process.ExitCode, Seen(_output), Seen(_error));
    }

    public bool StreamsAreOpen => !_outputRead.IsCompleted;

    public void Signal(int number) => _ = Kill(Id, number);

    public static void Kill(int process) => _ = Kill(process, 9);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static void Collect(StreamReader reader, StringBuilder seen)
    {
        var buffer = new char[64 * 1024];

        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            lock (seen)
            {
                _ = seen.Append(buffer, 0, read);
            }
        }
    }

    private static string Seen(StringBuilder seen)
    {
        lock (seen)
        {
            return seen.ToString();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
