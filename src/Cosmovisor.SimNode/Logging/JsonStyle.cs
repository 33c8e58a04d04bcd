using System.Globalization;
using System.Text;

namespace Cosmovisor.SimNode.Logging;

/// <summary><c>{"level":"error","module":"consensus","err":"…","time":"…","message":"…"}</c>: zerolog, SDK 0.40 and later.</summary>
internal sealed class JsonStyle : ILogStyle
{
    public string Line(LogEntry entry)
    {
        var line = new StringBuilder()
            .Append("{\"level\":\"").Append(entry.IsError ? "error" : "info")
            .Append("\",\"module\":").Append(Quoting.Json(entry.Module));

        foreach (var (name, value) in entry.Fields)
        {
            _ = line.Append(',').Append(Quoting.Json(name)).Append(':')
                .Append(value is long ? LogEntry.Text(value) : Quoting.Json(LogEntry.Text(value)));
        }

        return line
            .Append(",\"time\":\"").Append(entry.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Append("\",\"message\":").Append(Quoting.Json(entry.Message)).Append('}')
            .ToString();
    }
}
