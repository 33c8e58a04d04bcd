
namespace Cosmovisor.Agent.Notices;

/// <summary>A notice in words, for people.</summary>
internal static class NoticeText
{
    private const int Longest = 1500;

    private static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    /// <summary>ERROR, WARNING, INFO; or OVER for trouble that is.</summary>
    public static string Head(Notice notice) => notice.Trouble is { IsOpen: false } ? "OVER" : notice.Level.ToUpperInvariant();

    /// <summary>
    /// What happened, its plan, and how old the news is; on one line each. Nothing in it that a terminal or a chat would obey.
    /// </summary>
    public static string Says(Notice notice, DateTimeOffset now)
    {
        var words = string.Join(
            '\n', notice.Says.ReplaceLineEndings("\n").Split('\n').Select(line => ForeignText.Printable(line, Longest)).Take(20));
        var plan = notice.Plan is { } name && !words.Contains(name, StringComparison.Ordinal)
            ? $"\nupgrade {ForeignText.Quote(name)}{(notice.Height is { } height ? $" at height {height}" : "")}"
            : "";
        return $"{words}{plan}{(Age(notice, now) is { } age ? $"\n(this was {age} ago)" : "")}";
    }

    /// <summary>Chain, node, machine and home.</summary>
    public static string From(NoticeSender sender) => string.Join(
        " · ", new[] { sender.ChainId, sender.Moniker, sender.Host, sender.Home }.OfType<string>().Select(
            word => ForeignText.Printable(word)));

    /// <summary>How long ago it was, where that is worth a word.</summary>
    public static string? Age(Notice notice, DateTimeOffset now)
    {
        var age = now - notice.At;
        return age < Late ? null
            : age < TimeSpan.FromHours(2) ? $"{age.TotalMinutes:0} minutes"
            : age < TimeSpan.FromDays(2) ? $"{age.TotalHours:0} hours"
            : $"{age.TotalDays:0} days";
    }
}
