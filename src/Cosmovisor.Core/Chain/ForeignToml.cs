using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Cosmovisor.Chain;

/// <summary>The door for TOML that others wrote.</summary>
internal static class ForeignToml
{
    /// <summary>Reads a whole document, or says why not; no text whatever makes it throw.</summary>
    public static Parsed<T> Read<T>(string text, Func<DocumentSyntax, Parsed<T>> read)
    {
        try
        {
            var document = SyntaxParser.Parse(text);

            return document.Diagnostics.FirstOrDefault(found => found.Kind == DiagnosticMessageKind.Error) is { } wrong
                ? Parsed.Invalid<T>($"line {wrong.Span.Start.Line + 1} is not TOML: {wrong.Message}")
                : read(document);
        }
        catch (Exception ex) when (ex is TomlException or ArgumentException)
        {
            return Parsed.Invalid<T>($"it is not TOML that can be read: {Why(ex)}");
        }
    }

    // The reader's own slip, on text that ends in the middle of an escape: its words name its parameters, and say nothing about the text.
    public static string Why(Exception failure) => failure is ArgumentException ? "it holds an escape or a character that no value may hold"
        : failure.Message.TrimEnd('.');

    public static ValueSyntax? Value(IEnumerable<KeyValueSyntax> pairs, string key) =>
        pairs.FirstOrDefault(pair => Word(pair.Key) == key)?.Value;

    /// <summary>A key or a table's name without its quotes; null for one of several parts.</summary>
    public static string? Word(KeySyntax? key) => key is { DotKeys.ChildrenCount: 0 } ? key.Key?.ToString().Trim(' ', '"', '\'') : null;
}
