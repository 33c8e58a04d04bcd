using System.Globalization;
using System.Text;

namespace Cosmovisor.SimNode.Logging;

/// <summary>
/// <c>I[2021-01-02|03:04:05.678] message, padded to 44 module=main key=value</c>: Tendermint's tmfmt logger, SDK up to 0.39.
/// </summary>
internal sealed class TendermintStyle : ILogStyle
{
    public string Line(LogEntry entry)
    {
        var line = new StringBuilder()
            .Append(entry.IsError ? 'E' : 'I')
            .Append('[').Append(entry.Time.ToString("yyyy-MM-dd|HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append("] ")
            .Append(entry.Message.PadRight(44))
            // The blank after the module stands there even when no field follows.
            .Append(" module=").Append(entry.Module).Append(' ');

        return line.AppendJoin(' ', entry.Fields.Select(field => $"{field.Name}={Value(field.Value)}")).ToString();
    }

    private static string Value(object value) =>
        LogEntry.Text(value) is var text && text.AsSpan().ContainsAny(" =\"\n\t\r") ? Quoting.Json(text) : text;
}
