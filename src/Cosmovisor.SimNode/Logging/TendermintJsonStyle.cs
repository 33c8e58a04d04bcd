using System.Globalization;

namespace Cosmovisor.SimNode.Logging;

/// <summary>
/// <c>{"_msg":"…","level":"error","module":"main","ts":"…"}</c>: a Go map through encoding/json, so the keys are sorted and &lt; &gt; &amp;
/// escaped.
/// </summary>
internal sealed class TendermintJsonStyle : ILogStyle
{
    public string Line(LogEntry entry)
    {
        var pairs = entry.Fields.Select(field => (field.Name, Value: field.Value is long ? LogEntry.Text(field.Value) : Text(field.Value)))
            .ToList();
        pairs.Add(("_msg", Text(entry.Message)));
        pairs.Add(("level", Text(entry.IsError ? "error" : "info")));
        pairs.Add(("module", Text(entry.Module)));
        pairs.Add(("ts", Text(entry.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture))));
        pairs.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));

        return $"{{{string.Join(',', pairs.Select(pair => $"\"{pair.Name}\":{pair.Value}"))}}}";
    }

    private static string Text(object value) => Quoting.HtmlSafeJson(LogEntry.Text(value));
}
