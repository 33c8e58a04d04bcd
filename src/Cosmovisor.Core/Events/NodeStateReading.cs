using System.Text.Json;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>
/// A <see cref="NodeState"/> from the fields of <c>state.json</c>. One that is missing or of another kind throws what
/// <see cref="NodeStateText.Read"/> catches.
/// </summary>
internal static class NodeStateReading
{
    public static NodeState Of(JsonElement json) => new(
        Time(json.GetProperty("at")),
        Supervisor(json.GetProperty("supervisor")),
        Daemon(json.GetProperty("daemon")),
        Maybe(json, "upgrade", Upgrade),
        Maybe(json, "lastUpgrade", Last),
        Maybe(json, "waitingFor", plan => new PlanAhead(Text(plan, "name"), Number(plan, "height"))),
        TextOrNull(json, "trouble"),
        Field(json, "logLost")?.GetInt64() ?? 0)
    {
        Held = Field(json, "held") is { } held ? [.. held.EnumerateArray().Select(Hold)] : [],
    };

    private static SupervisorState Supervisor(JsonElement json) =>
        new((int)Number(json, "pid"), Text(json, "version"), Text(json, "contract"), Time(json.GetProperty("started")));

    private static DaemonState Daemon(JsonElement json) => new(
        Text(json, "name"), Text(json, "version"), Text(json, "state"), Field(json, "pid")?.GetInt32(), TimeOrNull(json, "started"),
        Text(json, "current"), Number(json, "lives"),
        Maybe(json, "lastEnd", end => new LifeEnd((int)Number(end, "code"), TextOrNull(end, "signal"), Time(end.GetProperty("at")))))
    {
        Home = TextOrNull(json, "home"),
        Data = TextOrNull(json, "data"),
    };

    private static UpgradeState Upgrade(JsonElement json) => new(
        Text(json, "name"), Number(json, "height"), TextOrNull(json, "step"), Time(json.GetProperty("began")),
        [.. json.GetProperty("steps").EnumerateArray().Select(Step)],
        Maybe(json, "progress", progress => new StepProgress(
            Number(progress, "bytes"), Field(progress, "total")?.GetInt64(), Field(progress, "files")?.GetInt64())));

    private static StepState Step(JsonElement json) =>
        new(Text(json, "step"), Time(json.GetProperty("began")), Field(json, "took")?.GetDouble(), Text(json, "result"));

    private static LastUpgrade Last(JsonElement json) => new(
        Text(json, "name"), Number(json, "height"), Text(json, "from"), TextOrNull(json, "to"), Time(json.GetProperty("began")),
        Field(json, "downtime")?.GetDouble(), Text(json, "result"),
        Field(json, "confirmed")?.GetBoolean(), TextOrNull(json, "signed") ?? "unknown")
    {
        Confirmation = TextOrNull(json, "confirmation"),
        IsRequested = Field(json, "requested")?.GetBoolean() == true,
        MustPass = Field(json, "mustPass")?.GetInt64(),
        Started = TimeOrNull(json, "started"),
        Applied = TimeOrNull(json, "applied"),
        FirstBlock = TimeOrNull(json, "firstBlock"),
        Down = Maybe(json, "down", Down),
        Missing = TextOrNull(json, "missing"),
    };

    private static Downtime Down(JsonElement json) => new(
        Seconds(json, "total"), Seconds(json, "stage"), Seconds(json, "stop"), Seconds(json, "backup"), Seconds(json, "hooks"),
        Seconds(json, "switch"), Seconds(json, "start"),
        Seconds(json, "migration"), Seconds(json, "network"));

    private static HoldState Hold(JsonElement json) =>
        new(Text(json, "name"), Text(json, "who"), Text(json, "reason"), Time(json.GetProperty("until")));

    private static T? Maybe<T>(JsonElement json, string name, Func<JsonElement, T> read)
        where T : class => Field(json, name) is { } value ? read(value) : null;

    // Null where it is null or not there: an earlier version of ours did not know it.
    private static JsonElement? Field(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Text(JsonElement json, string name) =>
        TextOrNull(json, name) ?? throw new JsonException($"it has no text {name}");

    private static string? TextOrNull(JsonElement json, string name) => Field(json, name)?.GetString();

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();

    private static double Seconds(JsonElement json, string name) => json.GetProperty(name).GetDouble();

    private static DateTimeOffset? TimeOrNull(JsonElement json, string name) => Field(json, name) is { } value ? Time(value) : null;

    private static DateTimeOffset Time(JsonElement value) => value.GetDateTimeOffset().ToUniversalTime();
}
