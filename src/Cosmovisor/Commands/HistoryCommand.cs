using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Events;
using Cosmovisor.Home;
using Cosmovisor.LookAhead;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Commands;

/// <summary><c>cosmovisorctl history [--json]</c>: every upgrade of this home, and the one that is not over.</summary>
internal sealed class HistoryCommand(DaemonHome home, INews news, TextWriter output)
{
    public int Run(bool json)
    {
        var history = new HistoryFile(home);
        var (endings, unfinished) = (history.Read(), new JournalFile(home, news).Peek());
        DowntimeText[] downtimes = [.. history.Downtimes()];

        if (json)
        {
            var lines = endings.Select(ending => With(JournalText.From(ending), Of(downtimes, ending)))
                .Concat(unfinished is null ? [] : [JournalText.From(unfinished)]);
            output.WriteLine(JsonSerializer.Serialize([.. lines], HistoryListJson.Default.JournalTextArray));
        }
        else if (endings.Count == 0 && unfinished is null)
        {
            output.WriteLine("no upgrades yet");
        }
        else
        {
            Table(downtimes, [.. endings.Select(ending => (ending.Journal, (FinishedUpgrade?)ending)), .. unfinished is null
                ? Array.Empty<(Journal, FinishedUpgrade?)>() : [(unfinished, null)]]);
        }

        return 0;
    }

    // One that was taken back has the same beginning as the one that was done before.
    private static DowntimeText? Of(DowntimeText[] downtimes, FinishedUpgrade ending) =>
        ending.IsDone ? downtimes.FirstOrDefault(one => one.IsOf(ending.Journal)) : null;

    private static JournalText With(JournalText text, DowntimeText? downtime) =>
        text with { Down = downtime?.Down, FirstBlockAt = downtime?.FirstBlock };

    private void Table(DowntimeText[] downtimes, (Journal Journal, FinishedUpgrade? FinishedUpgrade)[] lines)
    {
        var name = Math.Max("UPGRADE".Length, lines.Max(line => line.Journal.Plan.Name.Length));
        var way = Math.Max("FROM -> TO".Length, lines.Max(line => Way(line.Journal).Length));
        output.WriteLine($"{"UPGRADE".PadRight(name)}  {"HEIGHT",12}  {"FROM -> TO".PadRight(way)}  {"BEGAN",-20}  {"TOOK",10}  RESULT");

        foreach (var (journal, ending) in lines)
        {
            output.WriteLine($"{journal.Plan.Name.PadRight(name)}  {journal.Plan.Height,12}  {Way(journal).PadRight(way)}  {journal.Began.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}  {(ending is null ? "-" : Took(journal.Began, ending.Ended)),10}  {ending?.Result ?? NotOver(journal)}");

            foreach (var step in journal.Steps)
            {
                output.WriteLine($"{"".PadRight(name)}    {step.Step,-17} {(step.Ended is { } ended ? Took(step.Began, ended) : "-"),10}{(step.Tries > 1 ? $"  tries: {step.Tries}" : "")}{(step.Killed is true ? "  killed" : "")}{(step.Left is { } left ? $"  {left}" : "")}{(step.Trouble is { } trouble ? $"  {trouble.ReplaceLineEndings(" ")}" : "")}");
            }

            if (ending is not null && Of(downtimes, ending) is { Down: var down })
            {
                output.WriteLine($"{"".PadRight(name)}    down {down.Words}");
            }
        }
    }

    private static string Way(Journal journal) => $"{journal.From} -> {journal.To ?? "?"}";

    // A clock that was put back in between gives no length of time.
    private static string Took(DateTimeOffset began, DateTimeOffset ended) => ended < began ? "-"
        : $"{(ended - began).TotalSeconds:0.000} s";

    private static string NotOver(Journal journal) =>
        $"NOT OVER: {(journal.Last is not { } last ? "nothing begun" : last.Trouble is null ? $"interrupted at {last.Step}" : $"failed at {last.Step}")}; the next start goes on";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(JournalText[]))]
internal sealed partial class HistoryListJson : JsonSerializerContext;
