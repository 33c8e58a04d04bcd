using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Plans;

namespace Cosmovisor.Upgrading;

/// <summary>
/// The journal and the lines of the history as JSON. They have one form, a line of the history being a journal with its end.
/// </summary>
internal sealed record JournalText
{
    /// <summary>Raised when an older cosmovisor could not make sense of what a newer one wrote.</summary>
    public const int Version = 1;

    [JsonPropertyName("journal")]
    public required int Format { get; init; }

    public required string Plan { get; init; }

    public required long Height { get; init; }

    public required string Info { get; init; }

    [JsonPropertyName("from")]
    public required string Start { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required IReadOnlyList<StepEntry> Steps { get; init; }

    /// <summary>The chain's plan file named this plan when it began; null in what older versions wrote.</summary>
    public bool? PlanFile { get; init; }

    /// <summary>
    /// The first block of the new version, where the operator's schedule asked for the upgrade; null in what older versions wrote.
    /// </summary>
    public long? FirstBlock { get; init; }

    /// <summary>The request that asked for it; null for the chain's upgrades and the schedule's.</summary>
    public RequestMark? Request { get; init; }

    /// <summary>How it ended, in a history line.</summary>
    public string? Result { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>Of the list that <c>history --json</c> prints; in the file it has a line of its own.</summary>
    public Downtime? Down { get; init; }

    /// <summary>When the first block after it was seen; likewise.</summary>
    public DateTimeOffset? FirstBlockAt { get; init; }

    public static string Of(Journal journal) => Write(From(journal));

    public static string Of(FinishedUpgrade ending) => Write(From(ending));

    public static JournalText From(FinishedUpgrade ending) => From(ending.Journal) with { Result = ending.Result, Ended = ending.Ended };

    public static JournalText From(Journal journal) => new()
    {
        Format = Version,
        Plan = journal.Plan.Name,
        Height = journal.Plan.Height,
        Info = journal.Plan.Info,
        Start = journal.From,
        Began = journal.Began,
        Steps = journal.Steps,
        PlanFile = journal.HadPlanFile ? true : null,
        FirstBlock = journal.FirstBlock,
        Request = journal.Request,
    };

    public static Parsed<Journal> Parse(string json) => Read(json).Then(text => text.ToJournal());

    public static Parsed<FinishedUpgrade> ParseEnding(string line) => Read(line).Then(text => text switch
    {
        { Result: { } result, Ended: { } ended } =>
            text.ToJournal().Then(journal => Parsed.Ok(new FinishedUpgrade(journal, result, ended))),
        _ => Parsed.Invalid<FinishedUpgrade>("it does not say how the upgrade ended"),
    });

    /// <summary>
    /// Whether a text that is no journal may come from one whose scripts or <c>pre-upgrade</c> had begun. Only JSON that is whole can show
    /// that it does not: a foreign object without steps, or one of our form that has come no further than its backup.
    /// </summary>
    public static bool MayTellOfAMigration(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && MayTellOfAMigration(root);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool MayTellOfAMigration(JsonElement journal)
    {
        var isOfAForm = journal.TryGetProperty("journal", out var form);

        if (isOfAForm && !(form.ValueKind == JsonValueKind.Number && form.TryGetInt32(out var version) && version == Version))
        {
            return true; // another version of ours: its steps may have other names
        }

        return journal.TryGetProperty("steps", out var steps)
            ? steps.ValueKind != JsonValueKind.Array || steps.EnumerateArray().Any(entry => !IsHarmless(entry))
            : isOfAForm;
    }

    private static bool IsHarmless(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("step", out var step) && step.ValueKind == JsonValueKind.String
        && step.GetString() is nameof(UpgradeStep.Stage) or nameof(UpgradeStep.Stop) or nameof(UpgradeStep.Backup);

    private static string Write(JournalText text) => JournalWriting.Write(text);

    private static Parsed<JournalText> Read(string json)
    {
        try
        {
            // The version first: a newer form need not have what this one requires.
            using var document = JsonDocument.Parse(json);

            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("journal", out var format)
                || format.ValueKind != JsonValueKind.Number
                || !format.TryGetInt32(out var version))
            {
                return Parsed.Invalid<JournalText>("it is not a journal of cosmovisor");
            }

            return version != Version
                ? Parsed.Invalid<JournalText>(
                    $"it has the form {version}, and this cosmovisor knows {Version}: another version of cosmovisor wrote it")
                : JsonSerializer.Deserialize(document.RootElement, JournalJson.Default.JournalText) is { Steps: not null } text
                    ? Parsed.Ok(text)
                    : Parsed.Invalid<JournalText>("it has no steps");
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            return Parsed.Invalid<JournalText>($"it is not whole ({ex.Message.ReplaceLineEndings(" ")})");
        }
    }

    private Parsed<Journal> ToJournal() =>
        Steps.Any(entry => entry is null || entry.Tries < 1 || !Enum.IsDefined(entry.Step))
            || Steps.DistinctBy(entry => entry.Step).Count() != Steps.Count
            ? Parsed.Invalid<Journal>("its steps contradict each other")
            : Start.Length == 0
                ? Parsed.Invalid<Journal>("it does not say what current pointed to")
                : UpgradePlan.Create(Plan, Height, Info).Then(plan => Parsed.Ok(new Journal(plan, Start, Began,
                    [.. Steps.OrderBy(entry => entry.Step)], PlanFile ?? false)
                { FirstBlock = FirstBlock, Request = Request }));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JournalText))]
internal sealed partial class JournalJson : JsonSerializerContext;
