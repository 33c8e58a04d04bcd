using System.Globalization;
using System.Text;
using Cosmovisor.SimNode.Settings;

namespace Cosmovisor.SimNode.Logging;

/// <summary><c>{"level":"error","module":"consensus","err":"…","time":"…","message":"…"}</c>: zerolog, SDK 0.40 and later.</summary>
internal sealed class JsonStyle(Era era) : ILogStyle
{
    public string Line(LogEntry entry)
    {
        var line = new StringBuilder()
            .Append("{\"level\":\"").Append(entry.IsError ? "error" : "info")
            .Append('"');

        foreach (var module in Modules(entry.Module))
        {
            _ = line.Append(",\"module\":").Append(Quoting.Json(module));
        }

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

    // A logger that is made from another one says its module beside the other's, so that the same name stands there twice or three times.
    private string[] Modules(string module) => module switch
    {
        "" => [],
        _ when era < Era.V047 => [module],
        "server" => ["server"],
        "x/upgrade" when era >= Era.V053 => ["server", "baseapp", module],
        _ => ["server", module],
    };
}
