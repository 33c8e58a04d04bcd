namespace Cosmovisor;

/// <summary>The first line of a script, <c>#!interpreter argument</c>, as the kernel reads it.</summary>
/// <param name="Interpreter">The program that runs it; empty when the line names none.</param>
/// <param name="Asked">What <c>env</c> is asked to look for in PATH; null when the interpreter is another.</param>
/// <param name="HasWindowsEnd">Whether the line ends in <c>\r</c>, which is then part of the name that is looked for.</param>
internal sealed record ScriptLine(string Interpreter, string? Asked, bool HasWindowsEnd)
{
    /// <summary>The kernel reads no more of it (BINPRM_BUF_SIZE).</summary>
    public const int Longest = 256;

    /// <param name="head">The file's beginning; any text at all.</param>
    /// <returns>Null when it is not a script.</returns>
    public static ScriptLine? Of(string head)
    {
        if (!head.StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        var line = head[2..(head.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : head.Length)];
        var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var isEnv = words is [var first, ..] && first.EndsWith("/env", StringComparison.Ordinal);
        var asked = isEnv ? words.Skip(1).FirstOrDefault(word => !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal))
            : null;
        return new ScriptLine(words.FirstOrDefault() ?? "", asked, line.EndsWith('\r'));
    }
}
