using System.Globalization;
using System.Text;

namespace Cosmovisor.SimNode.Logging;

/// <summary>
/// <c>3:04AM ERR message err="…" module=consensus</c>: zerolog's console writer, SDK 0.40 and later. Fields are sorted, the module among
/// them.
/// </summary>
/// <remarks>Later zerolog sets the message in bold.</remarks>
internal sealed class ConsoleStyle(bool colours, bool boldMessage) : ILogStyle
{
    private const int Bold = 1;
    private const int Red = 31;
    private const int Green = 32;
    private const int Cyan = 36;
    private const int Grey = 90;

    public string Line(LogEntry entry)
    {
        var line = new StringBuilder()
            .Append(Paint(entry.Time.ToString("h:mmtt", CultureInfo.InvariantCulture), Grey)).Append(' ')
            .Append(entry.IsError ? ErrorMark() : Paint("INF", Green)).Append(' ')
            .Append(boldMessage ? Paint(entry.Message, Bold) : entry.Message);

        (string Name, object Value)[] fields = entry.Module.Length == 0 ? entry.Fields : [.. entry.Fields, ("module", entry.Module)];

        foreach (var (name, value) in fields.OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            _ = line.Append(' ').Append(Paint($"{name}=", Cyan)).Append(Value(value));
        }

        return line.ToString();
    }

    // Older zerolog paints twice: bold around red, so two resets stand behind the level.
    private string ErrorMark() => boldMessage ? Paint("ERR", Red) : Paint(Paint("ERR", Red), Bold);

    private string Paint(string text, int colour) =>
        colours ? $"\e[{colour}m{text}\e[0m" : text;

    private static string Value(object value) =>
        LogEntry.Text(value) is var text && NeedsQuotes(text) ? Quoting.Go(text) : text;

    private static bool NeedsQuotes(string text) =>
        text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.AsSpan().ContainsAny('"', '\\');
}
