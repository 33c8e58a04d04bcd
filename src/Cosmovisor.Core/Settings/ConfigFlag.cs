namespace Cosmovisor.Settings;

/// <summary><c>--cosmovisor-config PATH</c> among arguments that are otherwise the daemon's.</summary>
/// <remarks>
/// As in the SDK's cosmovisor 1.6 and 1.7: the first one counts and is taken out, wherever it stands and whatever the case of its letters;
/// a second one is the daemon's. What they do not do: a value after <c>=</c> is understood, and nothing behind a bare <c>--</c> is touched.
/// </remarks>
/// <param name="Path">The file; null when there is no such flag.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Length">How many arguments it takes.</param>
internal sealed record ConfigFlag(string? Path, int At, int Length)
{
    public const string Word = "--cosmovisor-config";

    // Only with our own commands: behind `run` it is the daemon's.
    public const string ShortWord = "-c";

    private static readonly string[] Spellings = [Word, "-cosmovisor-config"];
    private static readonly string[] OursToo = [.. Spellings, ShortWord];

    /// <param name="arguments">All of them.</param>
    /// <param name="isShortToo">Whether <c>-c</c> means the same.</param>
    public static Parsed<ConfigFlag> Find(IReadOnlyList<string> arguments, bool isShortToo = false)
    {
        for (var at = 0; at < arguments.Count && arguments[at] != "--"; at++)
        {
            var (flag, value) = arguments[at].IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals
                ? (arguments[at][..equals], arguments[at][(equals + 1)..]) : (arguments[at], null);

            if (!(isShortToo ? OursToo : Spellings).Contains(flag, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            var path = value ?? (at + 1 < arguments.Count && arguments[at + 1] != "--" ? arguments[at + 1] : "");
            return path.Length > 0 ? Parsed.Ok(new ConfigFlag(path, at, value is null ? 2 : 1))
                : Parsed.Invalid<ConfigFlag>($"{flag} requires an argument: the path of a config.toml");
        }

        return Parsed.Ok(new ConfigFlag(null, 0, 0));
    }

    /// <summary>The arguments without it.</summary>
    public T[] TakenOutOf<T>(IReadOnlyList<T> arguments) => [.. arguments.Take(At), .. arguments.Skip(At + Length)];
}
