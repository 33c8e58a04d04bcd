using System.Globalization;
using System.Text;

namespace Cosmovisor.Supervision;

/// <summary>What the daemon's own arguments tell a supervisor.</summary>
internal static class DaemonArguments
{
    private const string HomeFlag = "--home";
    private const string HaltHeightFlag = "--halt-height";

    /// <summary>
    /// The daemon's home, if its arguments name one: <c>--home X</c> or <c>--home=X</c>, the last one counts, as for cobra.
    /// </summary>
    public static string? Home(IReadOnlyList<string> arguments) => Value(arguments, HomeFlag) is { Length: > 0 } home ? home : null;

    /// <summary>
    /// The halt height the operator gave it; 0 for none, as a node reads it, and -1 for a word that is not a height, which the daemon will
    /// complain of itself. Null when there is no such flag.
    /// </summary>
    public static long? HaltHeight(IReadOnlyList<string> arguments) =>
        Value(arguments, HaltHeightFlag) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height) ? height : -1;

    /// <summary>A log level among the arguments at which a node does not log that it halts; null when they name none such.</summary>
    public static string? LevelThatHidesTheHalt(IReadOnlyList<string> arguments) =>
        Value(arguments, "--log_level", "--log-level") is { } level
            && level.ToLowerInvariant() is "warn" or "error" or "fatal" or "panic" or "disabled" or "none" ? level : null;

    /// <summary>The same arguments with a halt height: what follows a bare <c>--</c> is not a flag.</summary>
    public static byte[][] WithHaltHeight(IReadOnlyList<byte[]> arguments, long height)
    {
        var end = arguments.TakeWhile(argument => !argument.AsSpan().SequenceEqual("--"u8)).Count();
        return [.. arguments.Take(end), Encoding.ASCII.GetBytes(
            HaltHeightFlag), Encoding.ASCII.GetBytes(height.ToString(CultureInfo.InvariantCulture)), .. arguments.Skip(end)];
    }

    private static string? Value(IReadOnlyList<string> arguments, params ReadOnlySpan<string> flags)
    {
        string? value = null;

        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            var (name, equals) = (arguments[i], arguments[i].IndexOf('=', StringComparison.Ordinal));

            if (flags.Contains(name) && i + 1 < arguments.Count)
            {
                value = arguments[++i];
            }
            else if (equals > 0 && flags.Contains(name[..equals]))
            {
                value = name[(equals + 1)..];
            }
        }

        return value;
    }
}
