using System.Globalization;
using Tomlyn.Syntax;

namespace Cosmovisor.Chain;

/// <summary>What of a node's own app.toml (the SDK's) matters to a schedule.</summary>
/// <param name="HaltHeight">Where the node halts by itself; null for nowhere.</param>
internal sealed record AppToml(long? HaltHeight)
{
    /// <param name="text">Any text at all.</param>
    public static Parsed<AppToml> Parse(string text) => ForeignToml.Read(text, document => ForeignToml.Value(
        document.KeyValues, "halt-height") switch
    {
        null => Parsed.Ok(new AppToml(HaltHeight: null)),
        IntegerValueSyntax { Value: var height and >= 0 } => Parsed.Ok(Of(height)),

        // The node reads its settings through a library that takes a text for a number too.
        StringValueSyntax { Value: var words } when long.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var height) =>
            Parsed.Ok(Of(height)),
        _ => Parsed.Invalid<AppToml>("its halt-height is not a height"),
    });

    private static AppToml Of(long height) => new(height == 0 ? null : height);
}
