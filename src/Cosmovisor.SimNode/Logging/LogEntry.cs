using System.Globalization;

namespace Cosmovisor.SimNode.Logging;

/// <summary>One log line before an era has given it its form.</summary>
/// <remarks>The fields stand in the order of the call; a value is a text or a whole number (a <see cref="long"/>).</remarks>
internal sealed record LogEntry(Severity Severity, DateTime Time, string Message, string Module, (string Name, object Value)[] Fields)
{
    public bool IsError => Severity == Severity.Error;

    public static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
