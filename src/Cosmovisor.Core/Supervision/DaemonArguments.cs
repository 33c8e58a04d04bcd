using System.Globalization;
using System.Text;

namespace Cosmovisor.Supervision;

/// <summary>What the daemon's own arguments tell a supervisor.</summary>
internal static class DaemonArguments
{
    private const string HomeFlag = "--home";
    private const string HaltHeightFlag = "--halt-height";

    /// <summary>The daemon's home, if its arguments name one: <c>--home X</c> or <c>--home=X</c>, the last one counts, as for cobra.</summary>
    public static string? Home(IReadOnlyList<string> arguments) => Value(arguments, HomeFlag) is { Length: > 0 } home ? home : null;

    /// <summary>The halt height the operator gave it; 0 for one that is no height, which the daemon will complain of itself. Null when there is none.</summary>
    public static long? HaltHeight(IReadOnlyList<string> arguments) =>
        Value(arguments, HaltHeightFlag) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height) ? height : 0;

    /// <summary>The same arguments with a halt height: what follows a bare <c>--</c> is no flag.</summary>
    public static byte[][] WithHaltHeight(IReadOnlyList<byte[]> arguments, long height)
    {
        var end = arguments.TakeWhile(argument => !argument.AsSpan().SequenceEqual("--"u8)).Count();
        return [.. arguments.Take(end), Encoding.ASCII.GetBytes(HaltHeightFlag), Encoding.ASCII.GetBytes(height.ToString(CultureInfo.InvariantCulture)), .. arguments.Skip(end)];
    }

    private static string? Value(IReadOnlyList<string> arguments, string flag)
    {
        string? value = null;

        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            value = arguments[i] == flag && i + 1 < arguments.Count ? arguments[++i]
                : arguments[i].StartsWith(flag + '=', StringComparison.Ordinal) ? arguments[i][(flag.Length + 1)..]
                : value;
        }

        return value;
    }
}
