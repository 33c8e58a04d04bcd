namespace Cosmovisor.Detection;

/// <summary>What a logger writes before the message of a plain line: times and levels, and nothing else.</summary>
internal static class LogPrefix
{
    /// <summary>The message of a plain line.</summary>
    public static ReadOnlySpan<char> Skip(ReadOnlySpan<char> line)
    {
        var message = line.TrimStart();
        var afterTime = false;

        while (true)
        {
            var rest = message;
            var word = LogWord.Take(ref rest);
            var isOfTime = LogWord.IsTime(word) || LogWord.IsDayOrMonth(word) || (afterTime && LogWord.IsZone(word));

            if (!isOfTime && !LogWord.IsLevel(word))
            {
                return message;
            }

            afterTime = isOfTime;
            message = rest;
        }
    }
}
