using Cosmovisor.Chain;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Cosmovisor.Settings;

/// <summary>Reads a config.toml: the variables' names in lower case, as the SDK's cosmovisor 1.6 and 1.7 write them.</summary>
/// <remarks>
/// With Chain/NodeToml the only one that knows the TOML library (ADR 25), and never called when there is no such file: a start must not pay
/// for it.
/// </remarks>
internal static class SettingsToml
{
    private const int MostUnknown = 10; // reported one by one

    /// <param name="path">Where the text comes from, for the operator.</param>
    /// <param name="text">Any text at all.</param>
    public static SettingsFile Parse(string path, string text)
    {
        try
        {
            var document = SyntaxParser.Parse(text, path);
            return FirstError(document) is null ? Read(path, text, document, []) : Mended(path, text);
        }
        catch (Exception ex) when (ex is TomlException or ArgumentException)
        {
            // Nested too deeply to go on; or an escape that is cut off by the end of its line, over which the library stumbles.
            return SettingsFile.Unreadable(path, $"is not TOML that can be read: {ForeignToml.Why(ex)}. Nothing of the file was taken");
        }
    }

    // The Go versions read such a file only when a flag names it, so it lies in homes whose node runs.
    private static SettingsFile Mended(string path, string text)
    {
        var mended = UnquotedValues.Mend(text);
        var document = SyntaxParser.Parse(mended.Text, path);
        var told = mended.Found.Select(one => $"{path} line {one.Line}: {one.Written} has no quotes, which is not TOML");

        // What follows the first mistake is often only its echo: a quote that is missing spoils every line behind it.
        return FirstError(document) is not { } wrong
            ? Read(path, mended.Text, document,
                told.Zip(mended.Found, (line, one) => $"{line}; it is taken as \"{one.Value}\". Write {one.Cure}"))
            : SettingsFile.Unreadable(
                path,
                [
                    .. told.Zip(mended.Found, (line, one) => $"{line}. Write {one.Cure}"),
                    $"{path} line {LineOf(wrong.Span)}, column {wrong.Span.Start.Column + 1} is not TOML: {wrong.Message}. Nothing of the file was taken",
                ]);
    }

    private static DiagnosticMessage? FirstError(DocumentSyntax document) =>
        document.Diagnostics.FirstOrDefault(found => found.Kind == DiagnosticMessageKind.Error);

    private static SettingsFile Read(string path, string text, DocumentSyntax document, IEnumerable<string> mended)
    {
        var (settings, complaints, warnings) = (new List<FileSetting>(), new List<string>(), new List<string>(mended));
        var unknown = 0;

        foreach (var pair in document.KeyValues)
        {
            var (line, key) = (LineOf(pair.Span), KeyOf(pair, text));

            if (SettingTable.Find(key) is not { } setting)
            {
                if (++unknown <= MostUnknown)
                {
                    warnings.Add($"{path} line {line}: there is no setting {key}, so it has no effect{Nearest(key)}");
                }
            }
            else if (settings.Find(one => one.Setting == setting) is { } earlier)
            {
                complaints.Add($"{path} line {line}: {key} is set for the second time, after line {earlier.Line}");
            }
            else if (ValueOf(setting.Form, pair.Value) is { } value)
            {
                settings.Add(new FileSetting(setting, value, line)
                {
                    HasItsOldName = key.Equals(
                    setting.OldVariable, StringComparison.OrdinalIgnoreCase)
                });
            }
            else
            {
                complaints.Add(
                    $"{path} line {line}: {key} must be {setting.Form.Expected}{(setting.Form.Shown is null ? $", not {AsWritten(pair.Value, text)}" : "")}");
            }
        }

        if (unknown > MostUnknown)
        {
            warnings.Add($"{path}: {unknown - MostUnknown} more keys have no effect");
        }

        warnings.AddRange(document.Tables.Take(MostUnknown).Select(
            table =>
                $"{path} line {LineOf(table.Span)}: there are no sections in this file, so [{AsWritten(table.Name, text)}] and what is in it has no effect"));
        return new SettingsFile(path, settings, complaints, warnings);
    }

    private static string? ValueOf(ValueFormat form, ValueSyntax? value) => value switch
    {
        StringValueSyntax text => text.Value ?? "",
        BooleanValueSyntax truth when form.IsTruth => truth.Value ? "true" : "false",
        IntegerValueSyntax number => form.OfInteger?.Invoke(number.Value),
        _ => null,
    };

    // A dotted key is not a key of ours, and is shown as it was written.
    private static string KeyOf(KeyValueSyntax pair, string text) => pair.Key switch
    {
        { DotKeys.ChildrenCount: > 0 } dotted => AsWritten(dotted, text),
        { Key: StringValueSyntax quoted } => quoted.Value ?? "",
        var key => AsWritten(key, text),
    };

    private static string AsWritten(SyntaxNodeBase? node, string text) => node is null ? ""
        : text[node.Span.Start.Offset..Math.Min(text.Length, node.Span.End.Offset + 1)].Trim();

    private static string Nearest(string key) =>
        NearestWord.To(key, SettingTable.All.Select(one => one.Key)) is { } nearest ? $"; is {nearest} meant?" : "";

    private static int LineOf(SourceSpan span) => span.Start.Line + 1;
}
