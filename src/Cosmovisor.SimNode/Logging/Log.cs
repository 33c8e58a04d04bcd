using System.Text;
using Cosmovisor.SimNode.Posix;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Logging;

/// <summary>The node's log, in its era's form and on its era's stream.</summary>
internal sealed class Log(Options options)
{
    private readonly ILogStyle _style = LogStyles.Of(options);

    public Output Output { get; } = options.LogToStderr ?? options.Era.LogsToStderr() ? Output.Error : Output.Standard;

    public void Info(string message, string module, params (string Name, object Value)[] fields) =>
        Output.Line(Render(Severity.Info, message, module, fields));

    public void Error(string message, string module, params (string Name, object Value)[] fields) =>
        Output.Line(Render(Severity.Error, message, module, fields));

    /// <summary>The line as it would be logged, without its end.</summary>
    public string Render(Severity severity, string message, string module, params (string Name, object Value)[] fields) =>
        _style.Line(new LogEntry(severity, DateTime.UtcNow, message, module, fields));

    /// <summary>Logs the line in two writes, with a pause between them, or only its first half.</summary>
    public void ErrorInHalves(string message, string module, TimeSpan? pause)
    {
        var line = Encoding.UTF8.GetBytes(Render(Severity.Error, message, module) + "\n");
        Output.Write(line.AsSpan(..(line.Length / 2)));

        if (pause is { } time)
        {
            Thread.Sleep(time);
            Output.Write(line.AsSpan((line.Length / 2)..));
        }
    }
}
