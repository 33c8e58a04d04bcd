using System.Text.RegularExpressions;

namespace Cosmovisor.Tests;

/// <summary>Text with what differs from run to run taken out.</summary>
internal static partial class Masked
{
    public static string Text(string text, NodeHome home)
    {
        text = text.Replace(home.Path, "HOME", StringComparison.Ordinal);
        text = Time().Replace(text, "TIME");
        text = Pid().Replace(text, "$1PID");
        text = OurVersion().Replace(text, "${1}VERSION");
        return Duration().Replace(text, "=DURATION");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"(\bpid[ =])\d+")]
    private static partial Regex Pid();

    [GeneratedRegex(@"(supervisor started version=)\S+")]
    private static partial Regex OurVersion();

    // Not the grace: it is a setting and never varies.
    [GeneratedRegex(@"(?<=\b(took|downtime|lived))=[\dhms.]+")]
    private static partial Regex Duration();
}
