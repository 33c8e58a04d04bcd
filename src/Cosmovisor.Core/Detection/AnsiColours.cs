using System.Text;

namespace Cosmovisor.Detection;

/// <summary>Takes terminal control sequences (ECMA-48: colours, titles, links) out of a line.</summary>
internal static class AnsiColours
{
    private const char Escape = '\e';
    private const char Bell = '\a';

    public static string Strip(string line) => Read(line).Text;

    /// <summary>
    /// The plain text, and where in it the colours change: loggers colour their own words, and so say where a message ends.
    /// </summary>
    public static ColouredLine Read(string line)
    {
        if (!line.Contains(Escape, StringComparison.Ordinal))
        {
            return new ColouredLine(line, [], FirstReset: null);
        }

        var plain = new StringBuilder(line.Length);
        var marks = new List<int>();
        int? reset = null;
        var rest = line.AsSpan();

        while (rest.IndexOf(Escape) is >= 0 and var at)
        {
            _ = plain.Append(rest[..at]);
            rest = rest[(at + 1)..];
            var sequence = rest[..SequenceLength(rest)];
            rest = rest[sequence.Length..];

            if (sequence is ['[', .., 'm'] && (marks.Count == 0 || marks[^1] != plain.Length))
            {
                marks.Add(plain.Length);
            }

            reset ??= sequence is "[0m" or "[m" ? plain.Length : null;
        }

        return new ColouredLine(plain.Append(rest).ToString(), marks, reset);
    }

    // Length of the sequence without its escape character. One that is cut off at the end of the line reaches to there.
    private static int SequenceLength(ReadOnlySpan<char> sequence) => sequence switch
    {
        ['[', .. var control] => 1 + ControlLength(control, firstParameter: ' ', lastParameter: '?'),
        [']', .. var command] => 1 + CommandLength(command),
        _ => ControlLength(sequence, firstParameter: ' ', lastParameter: '/'),
    };

    private static int ControlLength(ReadOnlySpan<char> control, char firstParameter, char lastParameter)
    {
        var end = control.IndexOfAnyExceptInRange(firstParameter, lastParameter);
        return end < 0 ? control.Length
            : char.IsBetween(control[end], '0', '~') ? end + 1
            : end;
    }

    private static int CommandLength(ReadOnlySpan<char> command)
    {
        var end = command.IndexOfAny(Bell, Escape);
        return end < 0 ? command.Length
            : command[end] == Bell ? end + 1
            : end;
    }
}
