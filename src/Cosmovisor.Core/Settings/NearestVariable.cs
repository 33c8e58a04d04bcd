namespace Cosmovisor.Settings;

/// <summary>Which settings could be meant by a variable that is none: misspelt, with another beginning, or with a word too few.</summary>
internal static class NearestVariable
{
    private const double EnoughInCommon = 0.6;

    /// <returns>The nearest; several when they are as near as each other.</returns>
    public static IReadOnlyList<string> To(string name)
    {
        var all = SettingTable.All.Select(setting => setting.Variable).ToArray();
        var upper = name.ToUpperInvariant();

        return [.. all.Where(one => Tail(one) == Tail(upper)) is var alike && alike.Any() ? alike
            : NearestWord.To(name, all.Select(one => one.ToLowerInvariant())) is { } nearest ? [nearest.ToUpperInvariant()]
            : WithTheSameWords(upper, all)];
    }

    private static IEnumerable<string> WithTheSameWords(string name, string[] all)
    {
        var best = all.Max(one => InCommon(name, one));
        return best >= EnoughInCommon ? all.Where(one => InCommon(name, one) == best) : [];
    }

    private static double InCommon(string one, string other)
    {
        var (words, others) = (Tail(one).Split('_').ToHashSet(), Tail(other).Split('_').ToHashSet());
        return (double)words.Intersect(others).Count() / words.Union(others).Count();
    }

    // DAEMON_SKIP_BACKUP and COSMOVISOR_SKIP_BACKUP are both UNSAFE_SKIP_BACKUP.
    private static string Tail(string name) => name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..];
}
