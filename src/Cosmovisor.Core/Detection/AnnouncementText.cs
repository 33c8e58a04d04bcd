using System.Globalization;
using Cosmovisor.Plans;

namespace Cosmovisor.Detection;

/// <summary>
/// The words of the x/upgrade module: <c>UPGRADE "name" NEEDED at height: 10: info</c>, or <c>at time: 2021-03-24T20:33:13Z: info</c>.
/// </summary>
internal static class AnnouncementText
{
    private const string Opening = "UPGRADE \"";
    private const string Needed = "\" NEEDED at ";
    private const string ByHeight = "height: ";
    private const string ByTime = "time: ";

    /// <summary>Reads a message that is a field of its own: all behind the height is info.</summary>
    public static Observation? ReadInField(ReadOnlySpan<char> message) => Read(message, line: null, at: 0);

    /// <summary>Reads a message in a plain line, where the logger's own fields may stand behind the info.</summary>
    /// <param name="message">From its first word to the end of the line.</param>
    /// <param name="line">The line, and its colours.</param>
    /// <param name="at">Where in the line the message begins.</param>
    public static Observation? ReadInPlainLine(ReadOnlySpan<char> message, ColouredLine line, int at) => Read(message, line, at);

    private static Observation? Read(ReadOnlySpan<char> message, ColouredLine? line, int at)
    {
        if (!message.StartsWith(Opening, StringComparison.Ordinal))
        {
            return null;
        }

        var named = message[Opening.Length..];
        var end = named.IndexOf(Needed, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var name = named[..end].ToString();
        var due = named[(end + Needed.Length)..];
        return DueLength(due) is > 0 and var length
            ? Plan(name, due[..length], InfoOf(message, message.Length - (due.Length - length - 1), line, at))
            : null;
    }

    private static Observation Plan(string name, ReadOnlySpan<char> due, string info) =>
        Height(due) is not { } height
            ? new Observation.Unusable($"the node announces the upgrade \"{name}\" at a height that is not between 1 and {long.MaxValue}")
        : UpgradePlan.Create(name, height, info).IsOk(out var plan, out var reason) ? new Observation.Announced(plan)
        : new Observation.Unusable($"the node announces an upgrade that cannot be carried out: {reason}");

    // Length of "height: 10" or "time: 2021-03-24T20:33:13Z" when the colon that ends it is there, else 0.
    private static int DueLength(ReadOnlySpan<char> due)
    {
        if (due.StartsWith(ByHeight, StringComparison.Ordinal))
        {
            var digits = due[ByHeight.Length..].IndexOfAnyExceptInRange('0', '9');
            return digits > 0 && due[ByHeight.Length + digits] == ':' ? ByHeight.Length + digits : 0;
        }

        if (!due.StartsWith(ByTime, StringComparison.Ordinal))
        {
            return 0;
        }

        var blank = due[ByTime.Length..].IndexOfAny(' ', '\t');
        var word = blank < 0 ? due[ByTime.Length..] : due.Slice(ByTime.Length, blank);
        return word.EndsWith(':') && IsTime(word[..^1]) ? ByTime.Length + word.Length - 1 : 0;
    }

    private static bool IsTime(ReadOnlySpan<char> word) =>
        !word.IsEmpty && char.IsAsciiDigit(word[0])
        && DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static long? Height(ReadOnlySpan<char> due) =>
        due.StartsWith(ByTime, StringComparison.Ordinal) ? 0
        : long.TryParse(due[ByHeight.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height > 0 ? height
        : null;

    private static string InfoOf(ReadOnlySpan<char> message, int start, ColouredLine? line, int at)
    {
        var info = message[start..];

        return (line?.EndOf(at, at + start) switch
        {
            null => info,
            { At: { } end } => message[start..Math.Min(end - at, message.Length)],
            { AreFieldsColoured: true } => KeyValueTail.CutBehindAnObject(info),
            _ => KeyValueTail.Cut(info),
        }).Trim().ToString();
    }
}
