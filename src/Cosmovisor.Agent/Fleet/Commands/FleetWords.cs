namespace Cosmovisor.Agent.Fleet.Commands;

/// <summary>The words of a command line taken apart: options with their values, and the rest.</summary>
internal sealed class FleetWords
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private FleetWords() { }

    /// <summary>What is not an option, in order.</summary>
    public List<string> Rest { get; } = [];

    /// <param name="words">Without the command.</param>
    /// <param name="flags">Options without a value.</param>
    /// <param name="valued">Options with one, as <c>--a b</c> or <c>--a=b</c>.</param>
    public static Parsed<FleetWords> Parse(IReadOnlyList<string> words, string[] flags, string[] valued)
    {
        var parsed = new FleetWords();

        for (var i = 0; i < words.Count; i++)
        {
            var (name, given) = words[i].StartsWith("--", StringComparison.Ordinal)
                && words[i].IndexOf('=', StringComparison.Ordinal) is > 0 and var at
                ? (words[i][..at], words[i][(at + 1)..]) : (words[i], null);

            if (flags.Contains(name) && given is null)
            {
                parsed._values[name] = "";
            }
            else if (valued.Contains(name) && (given ?? (i + 1 < words.Count ? words[++i] : null)) is { } value)
            {
                parsed._values[name] = value;
            }
            else if (name.StartsWith('-'))
            {
                return Parsed.Invalid<FleetWords>(
                    valued.Contains(name) ? $"{name} needs a value" : $"there is no option {ForeignText.Printable(name)} here");
            }
            else
            {
                parsed.Rest.Add(words[i]);
            }
        }

        return Parsed.Ok(parsed);
    }

    public bool Has(string flag) => _values.ContainsKey(flag);

    public string? this[string option] => _values.GetValueOrDefault(option);
}
