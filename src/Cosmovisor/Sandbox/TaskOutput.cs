using System.Text.Json;
using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Sandbox;

/// <summary>Where the child of a task says something. Its log goes the same way: the file is written by the process that asked.</summary>
/// <param name="write">Null for our standard output.</param>
internal sealed class TaskOutput(Action<byte[]>? write = null) : INews
{
    private readonly Lock _gate = new();
    private readonly Action<byte[]> _write = write ?? (bytes => StandardStreams.WriteOutput(bytes));
    private bool _isOver;

    /// <summary>
    /// Says a line. Behind the last one, the task's result or why there is none, nothing is said: a sign of life may come late.
    /// </summary>
    public void Say(TaskLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, TaskLineJson.Default.TaskLine), (byte)'\n'];

        lock (_gate)
        {
            if (!_isOver)
            {
                _isOver = line is { Result: not null } or { Refused: not null };
                _write(bytes);
            }
        }
    }

    public void Tell(Happening happening)
    {
        var fields = new List<string>();

        foreach (var (name, value) in happening.LogFacts)
        {
            if (value is not null)
            {
                fields.AddRange([name, LogText.Written(value)]);
            }
        }

        Say(new TaskLine { Remark = new TaskRemark(happening.Level, happening.Words, fields, happening.Kind.Event) });
    }
}
