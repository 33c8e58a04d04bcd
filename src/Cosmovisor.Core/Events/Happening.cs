using Cosmovisor.Logging;

namespace Cosmovisor.Events;

/// <summary>
/// A thing an operator may want to know, reported once, where it happens. Who hears it (log, service manager, <c>state.json</c>,
/// <c>events.jsonl</c>) is not the teller's business.
/// </summary>
/// <remarks>
/// A closed family; its cases stand in one file a subject. Each case holds its data, and its kind with level, words and meaning.
/// </remarks>
internal abstract partial record Happening
{
    private Happening(HappeningKind kind) => Kind = kind;

    public HappeningKind Kind { get; }

    /// <summary>Its name in <c>events.jsonl</c>; null for the log alone.</summary>
    public virtual string? Event => Kind.Event;

    public virtual LogLevel Level => Kind.Level;

    /// <summary>As the log has it: a line, or several.</summary>
    public virtual string Words => Kind.Words;

    /// <summary>
    /// Its data by name, as the log has them behind its words and <c>events.jsonl</c> as fields. Null values are left out.
    /// </summary>
    public abstract (string Name, object? Value)[] Facts { get; }

    /// <summary>Those of the log, where its words have said them already.</summary>
    public virtual (string Name, object? Value)[] LogFacts => Facts;

    /// <summary>
    /// What is told on standard error, too, where our log is a file: nobody looks into a file for a node that seems well. Null for nothing.
    /// </summary>
    public virtual string? OnTheTerminal => null;
}
