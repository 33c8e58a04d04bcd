namespace Cosmovisor.Detection;

/// <summary>The named values of a structured log line, as far as they can tell of an upgrade.</summary>
internal sealed class LogFields
{
    private static readonly string[] Messages = ["message", "msg", "_msg"];
    private static readonly string[] Errors = ["err", "error"];
    private static readonly string[] Heights = ["height"];

    private readonly Dictionary<string, string> _values = [];

    public static IReadOnlyList<string> LogfmtAnnouncers => Messages;

    public static IReadOnlyList<string> JsonAnnouncers { get; } = [.. Messages, "error"];

    /// <summary>Null where the line has none.</summary>
    public string? Message => Messages.Select(name => _values.GetValueOrDefault(name)).FirstOrDefault(text => text is not null);

    public long? Height => HeightText.Number(_values.GetValueOrDefault("height", ""));

    /// <summary>The name as we keep it, or null for a field that never matters.</summary>
    public static string? Known(ReadOnlySpan<char> name)
    {
        foreach (var known in (ReadOnlySpan<string[]>)[Messages, Errors, Heights])
        {
            foreach (var candidate in known)
            {
                if (name.SequenceEqual(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The last value of a repeated name counts, as with the JSON readers of this world; null is a value that is not text.
    /// </summary>
    public void Set(string name, string? value)
    {
        _ = _values.Remove(name);
        if (value is not null)
        {
            _values[name] = value;
        }
    }

    /// <summary>The first value of a repeated name counts: loggers of key=value lines put their own fields first.</summary>
    public void SetIfNew(string name, string value) => _ = _values.TryAdd(name, value);

    /// <summary>What the line says, when an announcement may be the whole value of one of <paramref name="announcers"/>.</summary>
    public Observation? Meaning(IReadOnlyList<string> announcers)
    {
        foreach (var name in Messages)
        {
            var message = _values.GetValueOrDefault(name, "");

            if (message.StartsWith(FailureText.ConsensusFailure, StringComparison.Ordinal))
            {
                return Failure(isBare: message.Length == FailureText.ConsensusFailure.Length);
            }

            if (message.StartsWith("error " + FailureText.BlockFailure, StringComparison.Ordinal))
            {
                return BlockError();
            }
        }

        foreach (var name in announcers)
        {
            var value = _values.GetValueOrDefault(name, "");
            if ((AnnouncementText.ReadInField(value) ?? FailureText.ReadBinaryAhead(value)) is { } seen)
            {
                return seen;
            }
        }

        foreach (var name in Messages)
        {
            if (HeightText.ReadMessage(_values.GetValueOrDefault(name, ""), this) is { } seen)
            {
                return seen;
            }
        }

        return null;
    }

    /// <summary>What a consensus failure's error says; without any error, that it failed.</summary>
    /// <param name="isBare">Nothing but fields stands beside the words.</param>
    public Observation? Failure(bool isBare) =>
        Errors.Any(_values.ContainsKey) ? Error() ?? Errors.Select(name => FailureText.ReadOtherResult(_values.GetValueOrDefault(name, "")))
            .FirstOrDefault(seen => seen is not null) : isBare ? new Observation.ConsensusFailed() : null;

    /// <summary>Why a block failed, where that matters.</summary>
    public Observation? BlockError() => Error() is { } why ? new Observation.BlockFailed(why) : null;

    private Observation? Error() =>
        FailureText.Read(_values.GetValueOrDefault("err", "")) ?? FailureText.Read(_values.GetValueOrDefault("error", ""));
}
