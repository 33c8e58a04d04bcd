using System.Globalization;
using System.Text;

namespace Cosmovisor.SimNode.Logging;

/// <summary>
/// Go's log/slog, which some chains put under the SDK's logger: <c>time=… level=ERROR msg="…" module=…</c>, or the same as JSON.
/// </summary>
internal sealed class SlogStyle(bool json) : ILogStyle
{
    public string Line(LogEntry entry)
    {
        var time = entry.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        (string Name, object Value)[] fields =
            [("time", time), ("level", entry.IsError
                ? "ERROR" : "INFO"), ("msg", entry.Message), ("module", entry.Module), .. entry.Fields];

        return json
            ? $"{{{string.Join(',', fields.Select(field => $"\"{field.Name}\":{Json(field.Value)}"))}}}"
            : new StringBuilder().AppendJoin(' ', fields.Select(field => $"{field.Name}={Text(field.Value)}")).ToString();
    }

    private static string Json(object value) => value is long ? LogEntry.Text(value) : Quoting.Json(LogEntry.Text(value));

    private static string Text(object value) =>
        LogEntry.Text(value) is var text && (text.Length == 0 || text.AsSpan().ContainsAny(" =\"\n\t\r\\")) ? Quoting.Go(text) : text;
}
