using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Fleet;

/// <summary>The fleet's records as JSON. What lies in etcd was written by others: nothing whatever makes reading throw.</summary>
internal static class FleetText
{
    /// <summary>A soak is no longer than this.</summary>
    private static readonly TimeSpan LongestSoak = TimeSpan.FromDays(30);

    private const string NullElement = "one of its elements is null";

    private static readonly Dictionary<string, string> NoNames = [];

    public static byte[] Write(MemberRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, FleetJson.Readable.MemberRecord);

    public static byte[] Write(KnownMember member) => JsonSerializer.SerializeToUtf8Bytes(member, FleetJson.Readable.KnownMember);

    public static byte[] Write(FleetScheduleEntry entry) =>
        JsonSerializer.SerializeToUtf8Bytes(entry, FleetJson.Readable.FleetScheduleEntry);

    public static byte[] Write(Rollout rollout) => JsonSerializer.SerializeToUtf8Bytes(rollout, FleetJson.Readable.Rollout);

    public static byte[] Write(FleetTold told) => JsonSerializer.SerializeToUtf8Bytes(told, FleetJson.Readable.FleetTold);

    public static byte[] Write(FleetReport report) => JsonSerializer.SerializeToUtf8Bytes(report, FleetJson.Indented.FleetReport);

    public static byte[] Write(MemberNotes notes) => JsonSerializer.SerializeToUtf8Bytes(notes, FleetJson.Indented.MemberNotes);

    public static Parsed<MemberRecord> Member(ReadOnlySpan<byte> json) =>
        Read(json, FleetJson.Default.MemberRecord, record => record.Version).Then(record =>
            HasNull(record.Plans) || HasNull(record.Readiness) || HasNull(record.Labels.Values)
                ? Parsed.Invalid<MemberRecord>(NullElement)
                : Parsed.Ok(record with { Plans = record.Plans ?? [], Readiness = record.Readiness ?? [] }));

    public static Parsed<KnownMember> Known(ReadOnlySpan<byte> json) =>
        Read(json, FleetJson.Default.KnownMember, member => member.Version)
            .Then(member => HasNull(member.Labels.Values) ? Parsed.Invalid<KnownMember>(NullElement) : Parsed.Ok(member));

    public static Parsed<FleetScheduleEntry> Entry(ReadOnlySpan<byte> json) =>
        Read(json, FleetJson.Default.FleetScheduleEntry, entry => entry.Version).Then(entry =>
            Unusable(entry.Name) is { } wrong ? Parsed.Invalid<FleetScheduleEntry>(wrong)
            : HasNull(entry.Only?.Values) ? Parsed.Invalid<FleetScheduleEntry>(NullElement)
            : entry.Height <= 0 ? Parsed.Invalid<FleetScheduleEntry>("its height is not above 0")
            : Parsed.Ok(entry with { Only = entry.Only ?? NoNames }));

    public static Parsed<Rollout> Rollout(ReadOnlySpan<byte> json) =>
        Read(json, FleetJson.Default.Rollout, rollout => rollout.Version).Then(rollout =>
            Unusable(rollout.Name) is { } wrong ? Parsed.Invalid<Rollout>(wrong)
            : rollout.MaxUnavailable < 1 || !(rollout.Soak >= 0) ? Parsed.Invalid<Rollout>("its limits are out of range")
            : rollout.Soak > LongestSoak.TotalSeconds
                ? Parsed.Invalid<Rollout>($"its soak is longer than {LongestSoak.TotalDays} days")
            : HasNull(rollout.Members) ? Parsed.Invalid<Rollout>(NullElement)
            : rollout.Members.Select(member => member.Id).Distinct().Count() != rollout.Members.Count
                ? Parsed.Invalid<Rollout>("a member is there twice")
            : rollout.Kind is RolloutKind.Restart && rollout.Entry is null
                ? Parsed.Invalid<Rollout>("it restarts members, and names no entry of the schedule")
            : Parsed.Ok(rollout));

    public static Parsed<FleetTold> Told(ReadOnlySpan<byte> json) =>
        Read(json, FleetJson.Default.FleetTold, told => told.Version).Then(told =>
            HasNull(told.Open) ? Parsed.Invalid<FleetTold>(NullElement)
            : told.Open.FirstOrDefault(one => !one.Kind.StartsWith(FleetTrouble.Start, StringComparison.Ordinal)) is { } other
                ? Parsed.Invalid<FleetTold>($"{ForeignText.Quote(other.Kind)} is not a kind of fleet trouble")
            : Parsed.Ok(told));

    public static Parsed<MemberNotes> Notes(ReadOnlySpan<byte> json) =>
        Read(json, FleetJson.Default.MemberNotes, notes => notes.Version).Then(notes =>
            HasNull(notes.Begun) || HasNull(notes.Scheduled?.Values) ? Parsed.Invalid<MemberNotes>(NullElement)
            : Parsed.Ok(notes with { Scheduled = notes.Scheduled ?? NoNames }));

    // The reader checks neither the elements of a list for null, nor what is left out.
    private static bool HasNull<T>(IEnumerable<T>? elements)
        where T : class => elements?.Any(element => element is null) == true;

    // It becomes a word of a command line, behind which nothing of ours may be taken for an option.
    private static string? Unusable(string name) => name.Length is 0 or > 200 || name[0] == '-' || name.Any(char.IsControl)
        ? $"{ForeignText.Quote(name)} cannot be the name of an upgrade" : null;

    private static Parsed<T> Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, Func<T, int> version)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is not { } value ? Parsed.Invalid<T>("it is empty")
                : version(value) != 1 ? Parsed.Invalid<T>($"it has version {version(value)}, and 1 is known: update the agent")
                : Parsed.Ok(value);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or NotSupportedException)
        {
            return Parsed.Invalid<T>($"it is not a record of the fleet ({ex.Message.ReplaceLineEndings(" ")})");
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(MemberRecord))]
[JsonSerializable(typeof(KnownMember))]
[JsonSerializable(typeof(FleetScheduleEntry))]
[JsonSerializable(typeof(Rollout))]
[JsonSerializable(typeof(FleetTold))]
[JsonSerializable(typeof(FleetReport))]
[JsonSerializable(typeof(MemberNotes))]
internal sealed partial class FleetJson : JsonSerializerContext
{
    /// <summary>One line. It is never put into HTML as it stands.</summary>
    public static FleetJson Readable =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static FleetJson Indented => field ??= new(
        new JsonSerializerOptions(Default.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
