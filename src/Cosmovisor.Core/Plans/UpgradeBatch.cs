using System.Text;
using System.Text.Json;

namespace Cosmovisor.Plans;

/// <summary>
/// Several upgrades at once, in the forms the SDK's <c>add-batch-upgrade</c> has had. What is wrong is told for all of them, each by its
/// position.
/// </summary>
internal static class UpgradeBatch
{
    // Those of a plan, as the SDK writes it, and the path.
    private static readonly string[] Known = ["name", "height", "info", "path", "time", "upgraded_client_state"];

    /// <summary><c>name:path:height,name:path:height</c>. A path may hold colons, and no comma.</summary>
    public static Parsed<IReadOnlyList<ManualUpgrade>> FromList(string list) =>
        FromTriples(list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    /// <summary>The same with each triple a word of its own, whose path may hold commas too.</summary>
    public static Parsed<IReadOnlyList<ManualUpgrade>> FromTriples(IReadOnlyList<string> triples) => All(triples, Triple);

    /// <summary>
    /// The text of a file: a JSON list of <c>{"name","path","height"}</c>, or lines <c>name,path,height</c> without a heading (CSV as RFC
    /// 4180 has it).
    /// </summary>
    public static Parsed<IReadOnlyList<ManualUpgrade>> FromFile(string text) =>
        text.AsSpan().TrimStart("\uFEFF \t\r\n") is ['[', ..] ? FromJson(text.TrimStart('\uFEFF'))
            : CsvText.Rows(text.TrimStart('\uFEFF')).Then(rows => All(rows, Row));

    private static Parsed<ManualUpgrade> Triple(string triple)
    {
        var (first, last) = (triple.IndexOf(':', StringComparison.Ordinal), triple.LastIndexOf(':'));
        return first == last ? Parsed.Invalid<ManualUpgrade>($"\"{triple}\" is not name:path:height")
            : ManualUpgrade.Parse(triple[..first], triple[(first + 1)..last], triple[(last + 1)..]);
    }

    private static Parsed<ManualUpgrade> Row(IReadOnlyList<string> fields) => fields is [var name, var path, var height]
        ? ManualUpgrade.Parse(name, path, height)
        : Parsed.Invalid<ManualUpgrade>(
            $"it has {fields.Count} fields, and needs three: name,path,height");

    private static Parsed<IReadOnlyList<ManualUpgrade>> FromJson(string text) =>
        ForeignJson.Read(Encoding.UTF8.GetBytes(text), list => All([.. list.EnumerateArray()], Element));

    private static Parsed<ManualUpgrade> Element(JsonElement element) => PlanFile.Parse(element).Then(plan =>
        PlanFile.Member(element, "path") is not { } path ? Parsed.Ok(new ManualUpgrade(plan, null, Unread(element)))
        : PlanFile.Text(path) is { Length: > 0 } text ? Parsed.Ok(new ManualUpgrade(plan, text, Unread(element)))
        : Parsed.Invalid<ManualUpgrade>("its path is not text"));

    private static string? Unread(JsonElement element)
    {
        var names = element.EnumerateObject()
            .Select(member => PlanFile.NameOf(member) ?? "?")
            .Except(Known, StringComparer.OrdinalIgnoreCase)
            .Select(name => $"\"{name}\"")
            .ToList();
        return names is [] ? null : string.Join(", ", names);
    }

    private static Parsed<IReadOnlyList<ManualUpgrade>> All<T>(IReadOnlyList<T> entries, Func<T, Parsed<ManualUpgrade>> parse)
    {
        var (good, wrong) = (new List<ManualUpgrade>(), new List<string>());

        for (var position = 1; position <= entries.Count; position++)
        {
            if (parse(entries[position - 1]).IsOk(out var upgrade, out var reason))
            {
                good.Add(upgrade);
            }
            else
            {
                wrong.Add($"the upgrade at position {position} is wrong: {reason}");
            }
        }

        return wrong.Count > 0 ? Parsed.Invalid<IReadOnlyList<ManualUpgrade>>(string.Join('\n', wrong))
            : good.Count == 0 ? Parsed.Invalid<IReadOnlyList<ManualUpgrade>>("it names no upgrade")
            : Parsed.Ok<IReadOnlyList<ManualUpgrade>>(good);
    }
}
