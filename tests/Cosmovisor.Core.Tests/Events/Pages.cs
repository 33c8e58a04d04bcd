using System.Text.RegularExpressions;
using Cosmovisor.Events;
using Cosmovisor.Logging;
using Xunit;

namespace Cosmovisor.Tests.Events;

/// <summary>
/// What the docs say of happenings is made from them. After a change that is meant: run these with <c>APPROVE=1</c> and look at the
/// difference.
/// </summary>
public static partial class Pages
{
    private const string Begins = "<!-- Made from src/Cosmovisor.Core/Events; see docs/events.md. -->\n";
    private const string Ends = "<!-- End. -->";

    [Fact]
    public static void OfEventsForPrograms() => HasBetweenItsMarks("events.md", Table("event | level | words in the log | fields | what it means, what to do", Kinds.Where(
        one => one.Kind.Event is not null).Select(one =>
        $"`{one.Kind.Event}` | {EventLine.LevelName(one.Kind.Level)} | {Words(one.Kind)} | {string.Join(", ", Fields(one.Sample).Select(field => $"`{field.Name}`"))} | {one.Kind.Meaning}")));

    [Fact]
    public static void OfTheLogForOperators() => HasBetweenItsMarks("operating.md", Table(
        "words | what it means, what to do",
        Kinds.Where(one => one.Kind.IsLogged).Select(one => $"{Words(one.Kind)} | {one.Kind.Meaning}")));

    /// <summary>An error without a place in the runbook is one that nobody knows what to do about.</summary>
    [Fact]
    public static void OfWhatToDoAboutEachError()
    {
        var sections =
            Section().Split(File.ReadAllText(Repository.In("docs", "runbook.md")))[1..].Chunk(2).ToDictionary(one => one[0], one => one[1]);

        Assert.Equal(
            Kinds.Where(one => one.Kind.Level == LogLevel.Error).Select(one => one.Kind.Event!).Distinct().Order(StringComparer.Ordinal),
            sections.Keys.Order(StringComparer.Ordinal));
        Assert.All(sections, section => Assert.Contains("\n```sh\n", section.Value, StringComparison.Ordinal));
    }

    [Fact]
    public static void OfTheirSchema() => Is(Repository.In("docs", "schema", "events.schema.json"), Schema());

    private static (HappeningKind Kind, Happening Sample)[] Kinds =>
        [.. AllHappenings.Cases.Select(type => (AllHappenings.KindOf(type), AllHappenings.Sample(type)))];

    private static string Words(HappeningKind kind) => kind.Words == "…" ? "a sentence of its own" : $"`{kind.Words}`";

    private static IEnumerable<(string Name, object Value)> Fields(Happening happening) =>
        from fact in happening.Facts
        where fact.Value is not null
        select (EventLine.FieldName(fact.Name), fact.Value);

    private static string Table(string head, IEnumerable<string> rows) =>
        $"| {head} |\n|{string.Concat(head.Split('|').Select(_ => "---|"))}\n{string.Concat(rows.Select(row => $"| {row} |\n"))}";

    private static string Schema()
    {
        var names = Kinds.Select(one => one.Kind.Event).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        var fields = Kinds.Where(one => one.Kind.Event is not null)
            .SelectMany(one => Fields(one.Sample))
            .Select(field => (field.Name, Type: TypeOf(field.Value)))
            .Distinct()
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .ToArray();
        var twice = fields.GroupBy(field => field.Name).Where(same => same.Count() > 1).Select(same => same.Key);
        Assert.Empty(twice);
        Assert.DoesNotContain(fields, field => field.Name is "version" or "at" or "event" or "level" or "says");

        return $$"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "title": "A line of cosmovisor/events.jsonl",
              "description": "A thing that has happened. Which event has which fields: docs/events.md. Readers pass over fields and events they do not know; none is removed or retyped within a version.",
              "type": "object",
              "required": ["version", "at", "event", "level", "says"],
              "properties": {
                "version": {"const": 1},
                "at": {"type": "string", "format": "date-time"},
                "event": {"enum": [
            {{string.Join(",\n", names.Select(name => $"      \"{name}\""))}}
                ]},
                "level": {"enum": ["debug", "info", "warning", "error"]},
                "says": {"type": "string"},
            {{string.Join(",\n", fields.Select(field => $"    \"{field.Name}\": {field.Type}"))}}
              }
            }

            """;
    }

    private static string TypeOf(object value) => value switch
    {
        int or long => """{"type": "integer"}""",
        bool => """{"type": "boolean"}""",
        TimeSpan => """{"type": "number"}""",
        DateTimeOffset => """{"type": "string", "format": "date-time"}""",
        IReadOnlyList<(string Name, object? Value)> => """{"type": "object"}""",
        _ => """{"type": "string"}""",
    };

    private static void HasBetweenItsMarks(string page, string table)
    {
        var path = Repository.In("docs", page);
        var text = File.ReadAllText(path);
        var begin = text.IndexOf(Begins, StringComparison.Ordinal) + Begins.Length;
        Is(path, $"{text[..begin]}{table}{text[text.IndexOf(Ends, begin, StringComparison.Ordinal)..]}");
    }

    private static void Is(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.Exists(path) ? File.ReadAllText(path) : "");
    }

    [GeneratedRegex("^## (.+)\n", RegexOptions.Multiline)]
    private static partial Regex Section();
}
