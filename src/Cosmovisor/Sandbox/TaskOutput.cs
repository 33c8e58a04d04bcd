using System.Text.Json;
using Cosmovisor.Events;
using Cosmovisor.Linux;
using Cosmovisor.Logging;

namespace Cosmovisor.Sandbox;

/// <summary>Where the child of a task says something. Its log goes the same way: the file is written by the process that asked.</summary>
internal sealed class TaskOutput : ILog
{
    private readonly Lock _gate = new();

    public void Say(TaskLine line)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, TaskLineJson.Default.TaskLine), (byte)'\n'];

        lock (_gate)
        {
            StandardStreams.WriteOutput(bytes);
        }
    }

    void INews.Tell(Happening happening) => Write(happening.Level, happening.Words, happening.Kind.Event, happening.LogFacts);

    public void Write(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Write(level, text, null, facts);

    private void Write(LogLevel level, string text, string? asEvent, ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var fields = new List<string>();

        foreach (var (name, value) in facts)
        {
            if (value is not null)
            {
                fields.AddRange([name, LogText.Written(value)]);
            }
        }

        Say(new TaskLine { Remark = new TaskRemark(level, text, fields, asEvent) });
    }
}
