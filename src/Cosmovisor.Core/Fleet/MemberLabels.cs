namespace Cosmovisor.Fleet;

/// <summary>What a member says of itself, as <c>chain=osmosis-1,group=sentry,zone=a</c>.</summary>
internal static class MemberLabels
{
    /// <summary>The label by which rollouts are ordered and the gate is held.</summary>
    public const string Group = "group";

    /// <param name="text">Any text at all; empty for no labels.</param>
    public static Parsed<IReadOnlyDictionary<string, string>> Parse(string text)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);

        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=') is not [{ Length: > 0 } name, { Length: > 0 } value] || !name.All(IsOfALabel) || !value.All(IsOfALabel))
            {
                return Wrong($"{ForeignText.Quote(pair)} is not NAME=VALUE of letters, digits, '.', '_', '-' and '/'");
            }

            if (!labels.TryAdd(name, value))
            {
                return Wrong($"the label {name} is there twice");
            }
        }

        return Parsed.Ok<IReadOnlyDictionary<string, string>>(labels);
    }

    /// <summary>Whether a member is meant. Nothing asked for means every member.</summary>
    public static bool Match(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> only) =>
        only.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    /// <summary>The member's group; empty for one without.</summary>
    public static string GroupOf(IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault(Group, "");

    public static string Text(IReadOnlyDictionary<string, string> labels) =>
        string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));

    private static bool IsOfALabel(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '/';

    private static Parsed<IReadOnlyDictionary<string, string>> Wrong(string reason) =>
        Parsed.Invalid<IReadOnlyDictionary<string, string>>($"must be a list such as group=sentry,zone=a: {reason}");
}
