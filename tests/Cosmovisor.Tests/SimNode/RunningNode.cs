using System.Runtime.InteropServices;
using System.Text;

namespace Cosmovisor.Tests.SimNode;

/// <summary>The built simnode as a process. Its output is read byte for byte.</summary>
internal sealed partial class RunningNode : IDisposable
{
    private readonly Run _run;

    public RunningNode(string[] words, string? input = null)
    {
        _run = new Run(Executable, words);

        if (input is not null)
        {
            _run.Input.Write(Encoding.Latin1.GetBytes(input));
        }

        _run.CloseInput();
    }

    public static string Executable { get; } = BuiltProgram.At("Cosmovisor.SimNode", "simnode");

    public int Id => _run.Pid;

    public static NodeEnd RunToEnd(string[] words, string? input = null)
    {
        using var node = new RunningNode(words, input);
        return node.WaitForEnd();
    }

    /// <summary>Waits until one of its streams holds the text.</summary>
    public void WaitFor(string text) => WaitFor([text]);

    /// <summary>Waits until one of its streams holds one of the texts.</summary>
    public void WaitFor(string[] texts) => _ = _run.Await(string.Join(", ", texts), () => Array.Exists(texts, text =>
        _run.OutputSoFar.Contains(text, StringComparison.Ordinal) || _run.ErrorSoFar.Contains(text, StringComparison.Ordinal)));

    public NodeEnd WaitForEnd(bool streamsToo = true)
    {
        var end = streamsToo ? _run.End() : _run.EndOfProcess();
        return new NodeEnd(end.Code, Encoding.Latin1.GetString(end.OutputBytes), end.Error);
    }

    public bool StreamsAreOpen => _run.IsOutputOpen;

    public void Signal(int number) => _ = Kill(Id, number);

    public static void Kill(int process) => _ = Kill(process, 9);

    public void Dispose() => _run.Dispose();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
