using System.Globalization;
using System.Text;
using Cosmovisor.Supervision;

namespace Cosmovisor.Settings;

/// <summary>
/// A config.toml as <c>init</c> writes it: what is set stands there, every default only as a comment, so that it stays a default.
/// </summary>
internal static class ConfigTomlText
{
    public static IReadOnlyList<string> Lines(EffectiveSettings settings)
    {
        var lines = new List<string>
        {
            "# Settings of cosmovisor for this home. A variable of the environment of the same name, in capitals, wins.",
            "# A line that begins with # and a key shows the default; take the # away to change it.",
        };

        foreach (var one in settings.All)
        {
            var value = ValueToWrite(one, settings.Contract);
            lines.AddRange(["", $"# {one.Setting.Summary}", value is null
                ? $"# {one.Setting.Key} = {Literal(one.Setting.Form, one.Setting.DefaultIn(settings.Contract))}"
                : $"{one.Setting.Key} = {Literal(one.Setting.Form, value)}"]);
        }

        return lines;
    }

    // A file of its own makes a home follow the sdk contract: a classic one has to say that it is classic.
    private static string? ValueToWrite(SettingInForce one, Contract contract) =>
        one.Origin == SettingInForce.Environment && one.Shown != one.Value ? null // what the environment keeps secret is not written down
        : one.Origin != SettingInForce.Default ? one.Value
        : one.Setting == SettingTable.Profile && contract == Contract.Classic ? "classic"
        : null;

    private static string Literal(ValueFormat form, string value) =>
        value.Length > 0 && form.IsTruth ? value.ToLowerInvariant()
        : value.Length > 0 && (form == ValueFormat.WholeNumber || form == ValueFormat.AtLeastOne) && long.TryParse(
            value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture)
        : Quoted(value);

    private static string Quoted(string value)
    {
        var quoted = new StringBuilder("\"");

        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                _ when char.IsControl(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
