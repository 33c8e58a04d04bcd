using System.Text;

namespace Cosmovisor.Detection;

/// <summary>Reads the line with which a node, a database or a library for command lines says why the program ends.</summary>
/// <remarks>
/// Sources: nodes of SDK 0.45 to 0.55 (tests/data/real-lines.txt); goleveldb and Pebble (EAGAIN in Go's words),
/// RocksDB (in the C library's), badger; spf13/pflag and Go's own flag.
/// The words must begin the message, or follow the words with which an error is wrapped: the same text in a field or behind other words may
/// be foreign. Of a line that is one JSON object the message alone is read. Panics and the errors of start commands are plain lines
/// with <c>--log_format json</c>, too.
/// </remarks>
internal static class DeathText
{
    /// <summary>Of a longer line only this much is looked at.</summary>
    public const int LongestLine = 2048;

    private const int LongestShown = 200;
    private const string SameKey = "found signature from the same key";
    private const string Unavailable = "resource temporarily unavailable";

    // Bytes first: nearly no line holds one of them.
    private static readonly byte[][] Words =
    [
        [.. "signature from the same key"u8], [.. "temporarily unavailable"u8], [.. "by current process"u8], [.. "directory lock"u8],
        [.. "mismatch root store's version"u8], [.. "StoreUpgrades"u8],
        [.. "unknown flag: "u8], [.. "unknown shorthand flag: "u8], [.. "flag provided but not defined: "u8],
    ];

    // With which start commands and libraries begin an error, behind its level.
    private static readonly string[] Beginnings =
    [
        "panic: ", "failed to ", "couldn't ", "could not ", "cannot ", "error ", "io error", "unknown ", "flag provided ",
        "version of store ", "lock ", "while lock ", Unavailable, SameKey,
    ];

    private static readonly string[] Databases = ["db", "database", "lock", "leveldb", "store"];

    private static readonly string[] Stores = ["mismatch root store's version", "new stores should be added using StoreUpgrades"];

    private static readonly string[] Flags = ["unknown flag: ", "unknown shorthand flag: ", "flag provided but not defined: "];

    /// <param name="line">Without its line end. Any bytes are good.</param>
    /// <returns>Null when it names no reason.</returns>
    public static Death? Read(ReadOnlySpan<byte> line)
    {
        if (line is [(byte)' ' or (byte)'\t', ..] || !HoldsAWord(line))
        {
            return null;
        }

        var text = AnsiColours.Strip(Encoding.UTF8.GetString(line)).Trim();

        if (SyslogHeader.Skip(text) is ['{', ..] and var json)
        {
            return JsonLine.Read(json)?.Message is { } said && Reason(said) is { } why
                ? new Death(why, ForeignText.Printable(said, LongestShown)) : null;
        }

        return Reason(LogPrefix.Skip(text)) is { } reason ? new Death(reason, ForeignText.Printable(text, LongestShown)) : null;
    }

    private static DeathReason? Reason(ReadOnlySpan<char> message)
    {
        // A field is somebody else's text.
        var field = message.IndexOf('=');
        var words = field < 0 ? message : message[..field];

        if (!BeginsWith(words, Beginnings))
        {
            return null;
        }

        return Holds(words, SameKey) ? DeathReason.DoubleSignCheck
            : HoldsOneOf(words, Stores) ? DeathReason.MissingStore
            : IsLock(words) ? DeathReason.DatabaseLocked
            : BeginsWith(words, Flags) ? DeathReason.UnknownFlag
            : null;
    }

    // EAGAIN is the answer of a socket and of fork(2), too.
    private static bool IsLock(ReadOnlySpan<char> words) =>
        words.Equals(Unavailable, StringComparison.OrdinalIgnoreCase)
        || (Holds(words, Unavailable) && HoldsOneOf(words, Databases) && !Holds(words, "fork") && !Holds(words, "dial"))
        || Holds(words, "lock hold by current process")
        || Holds(words, "lock held by current process")
        || Holds(words, "cannot acquire directory lock");

    private static bool BeginsWith(ReadOnlySpan<char> words, string[] those)
    {
        foreach (var one in those)
        {
            if (words.StartsWith(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsOneOf(ReadOnlySpan<char> words, string[] those)
    {
        foreach (var one in those)
        {
            if (Holds(words, one))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsAWord(ReadOnlySpan<byte> line)
    {
        foreach (var word in Words)
        {
            if (line.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Holds(ReadOnlySpan<char> words, string those) => words.Contains(those, StringComparison.OrdinalIgnoreCase);
}
