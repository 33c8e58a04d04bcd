using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>A happening as an entry of systemd's journal, in its native form (https://systemd.io/JOURNAL_NATIVE_PROTOCOL).</summary>
/// <remarks>
/// <c>MESSAGE</c> is what the log says, without its time and level, which the journal has itself. The facts are fields as well:
/// <c>PLAN</c>, <c>HEIGHT</c>, <c>STEP</c>, <c>EVENT</c>, all others with <c>COSMOVISOR_</c> before them, since the journal's readers know
/// some names already. An entry is one datagram: what would make it larger than the kernel takes by default (208 KiB) is cut, and says so.
/// </remarks>
internal static class JournalEntry
{
    private const int LongestValue = 16 * 1024;
    private const int Longest = 128 * 1024;

    private static readonly string[] Plain = ["plan", "height", "step"];

    public static byte[] Of(Happening happening)
    {
        var lines = happening.Words.Split('\n');
        var message =
            string.Join('\n', [LogText.Message(lines[0], happening.LogFacts), .. lines[1..].Select(line => LogText.Message(line))]);
        return Of(happening.Level, message, happening.Event, happening.Facts);
    }

    public static byte[] Of(LogLevel level, string text, params ReadOnlySpan<(string Name, object? Value)> facts) =>
        Of(level, LogText.Message(text, facts), null, facts);

    private static byte[] Of(LogLevel level, string message, string? happening, ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var entry = new ArrayBufferWriter<byte>(512);
        Add(entry, "MESSAGE", message);
        Add(entry, "PRIORITY", SyslogPriority.Of(level).ToString(CultureInfo.InvariantCulture));
        Add(entry, "SYSLOG_IDENTIFIER", "cosmovisor");

        if (happening is not null)
        {
            Add(entry, "EVENT", happening);
        }

        var isCut = false;

        foreach (var (name, value) in facts)
        {
            // What is a list of its own stands in the message.
            if (value is null or IReadOnlyList<(string Name, object? Value)>)
            {
                continue;
            }

            if (isCut = entry.WrittenCount >= Longest)
            {
                break;
            }

            Add(entry, FieldName(name), SafeText.Lines(LinkSecrets.Hide(LogText.Written(value))));
        }

        if (isCut)
        {
            Add(entry, "COSMOVISOR_CUT", "true");
        }

        return entry.WrittenSpan.ToArray();
    }

    private static string FieldName(string fact) =>
        Plain.Contains(fact) ? fact.ToUpperInvariant()
            : $"COSMOVISOR_{string.Concat(fact.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'))}";

    private static void Add(ArrayBufferWriter<byte> entry, string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);

        if (bytes.Length > LongestValue)
        {
            bytes = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(bytes, 0, WholeCharacters(bytes, LongestValue))}… (cut; {bytes.Length} bytes in all)");
        }

        entry.Write(Encoding.ASCII.GetBytes(name));

        if (!bytes.Contains((byte)'\n'))
        {
            entry.Write("="u8);
        }
        else
        {
            // A value of several lines: its length first, so that no line of it can be taken for a field.
            entry.Write("\n"u8);
            BinaryPrimitives.WriteUInt64LittleEndian(entry.GetSpan(sizeof(ulong)), (ulong)bytes.Length);
            entry.Advance(sizeof(ulong));
        }

        entry.Write(bytes);
        entry.Write("\n"u8);
    }

    // The second and later bytes of a character are 10xxxxxx.
    private static int WholeCharacters(byte[] text, int most)
    {
        while (most > 0 && (text[most] & 0xc0) == 0x80)
        {
            most--;
        }

        return most;
    }
}
