using System.Globalization;

namespace Cosmovisor.SimNode.Settings;

/// <summary>
/// Takes the words of a command line one by one. The first thing that is wrong is kept, and the rest is read as if it were right.
/// </summary>
internal sealed class Words(string[] all)
{
    private int _at;
    private string? _inline;

    public string? Complaint { get; private set; }

    /// <summary>The option being read, without its value.</summary>
    public string Option { get; private set; } = "";

    public string[] Rest => all[_at..];

    public bool Next(out string word)
    {
        word = _at < all.Length && Complaint is null ? all[_at++] : "";
        var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        (Option, _inline) = equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
        return word.Length > 0;
    }

    public void Complain(string complaint) => Complaint ??= complaint;

    /// <summary>Whether a switch is on: <c>--x</c> and <c>--x=true</c> are.</summary>
    public bool On() => _inline is not "false";

    public string Text()
    {
        if (_inline is null && _at == all.Length)
        {
            Complain($"{Option} needs a value");
        }

        return _inline ?? (_at < all.Length ? all[_at++] : "");
    }

    public IEnumerable<string> List() => Text().Split(',', StringSplitOptions.RemoveEmptyEntries);

    public long Whole() => Whole(Text());

    public long Whole(string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Complain($"{Option} wants a whole number, got \"{text}\"");
        }

        return number;
    }

    public int Small() => Small(Text());

    public int Small(string text) => (int)Math.Min(Whole(text), int.MaxValue);

    public TimeSpan Milliseconds() => TimeSpan.FromMilliseconds(Whole());

    public TimeSpan MillisecondsOrNever() => Text() is var text && text == "never" ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromMilliseconds(Whole(text));

    public void Plan(List<ChainPlan> plans)
    {
        var text = Text();

        if (ChainPlan.Parse(text) is { } plan)
        {
            plans.Add(plan);
        }
        else
        {
            Complain($"{Option} wants NAME@HEIGHT[:INFO], got \"{text}\"");
        }
    }

    public T One<T>(Func<string, T?> parse, string choices)
        where T : struct
    {
        var text = Text();

        if (parse(text) is { } value)
        {
            return value;
        }

        Complain($"{Option} wants {choices}, got \"{text}\"");
        return default;
    }
}
