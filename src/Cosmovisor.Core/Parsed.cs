using System.Diagnostics.CodeAnalysis;

namespace Cosmovisor;

/// <summary>Either a value that has been checked, or the sentence to show the operator.</summary>
/// <remarks>Parsers of foreign text return this and never throw: a bad plan, link or setting is an ordinary thing to meet.</remarks>
internal abstract record Parsed<T>
{
    private Parsed() { }

    internal sealed record Ok(T Value) : Parsed<T>;

    internal sealed record Invalid(string Reason) : Parsed<T>;

    public bool IsOk([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out string? reason)
    {
        (value, reason) = this switch
        {
            Ok ok => (ok.Value, null),
            Invalid invalid => (default(T), invalid.Reason),
            _ => throw new InvalidOperationException("a parse is either ok or invalid"),
        };
        return reason is null;
    }

    /// <summary>Goes on parsing what was right so far.</summary>
    public Parsed<TNext> Then<TNext>(Func<T, Parsed<TNext>> next) => IsOk(out var value, out var reason) ? next(value)
        : Parsed.Invalid<TNext>(reason);
}

internal static class Parsed
{
    public static Parsed<T> Ok<T>(T value) => new Parsed<T>.Ok(value);

    public static Parsed<T> Invalid<T>(string reason) => new Parsed<T>.Invalid(reason);
}
