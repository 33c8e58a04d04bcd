namespace Cosmovisor.Supervision;

/// <summary>What the daemon's own arguments tell a supervisor.</summary>
internal static class DaemonArguments
{
    private const string HomeFlag = "--home";

    /// <summary>The daemon's home, if its arguments name one: <c>--home X</c> or <c>--home=X</c>, the last one counts, as for cobra.</summary>
    public static string? Home(IReadOnlyList<string> arguments)
    {
        string? home = null;

        for (var i = 0; i < arguments.Count && arguments[i] != "--"; i++)
        {
            home = arguments[i] == HomeFlag && i + 1 < arguments.Count ? arguments[++i]
                : arguments[i].StartsWith(HomeFlag + '=', StringComparison.Ordinal) ? arguments[i][(HomeFlag.Length + 1)..]
                : home;
        }

        return string.IsNullOrEmpty(home) ? null : home;
    }
}
