using System.Text.Json.Serialization;
using Cosmovisor.Agent.Files;
using Cosmovisor.Fleet;

namespace Cosmovisor.Agent.Api;

/// <summary><c>GET /api/v1/status</c>: how each home is now.</summary>
/// <param name="At">When this was so.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Agent">The agent's version.</param>
/// <param name="Homes">Each of them.</param>
internal sealed record StatusAnswer(DateTimeOffset At, string Host, string Agent, IReadOnlyList<HomeStatus> Homes)
{
    [JsonPropertyOrder(-1)]
    public int Version { get; } = 1;
}

/// <param name="Home">Its path.</param>
/// <param name="Supervisor">Whether one lives there.</param>
/// <param name="State">What the supervisor said last; null when it never did.</param>
/// <param name="Node">What the node says now.</param>
/// <param name="Moniker">What its operator calls it.</param>
/// <param name="Backups">Those that are whole, newest first.</param>
/// <param name="Holds">What the supervisor is asked to wait for.</param>
/// <param name="Problem">Why what lies there cannot be read.</param>
internal sealed record HomeStatus(
    string Home, SupervisorPresence Supervisor, HomeState? State, NodeAnswer Node, string? Moniker, IReadOnlyList<BackupFacts> Backups,
    IReadOnlyList<HoldFacts> Holds, string? Problem);

/// <summary><c>GET /api/v1/outlook</c>: what comes, for each home.</summary>
internal sealed record OutlookAnswer(DateTimeOffset At, IReadOnlyList<HomeOutlookAnswer> Homes)
{
    [JsonPropertyOrder(-1)]
    public int Version { get; } = 1;
}

internal sealed record HomeOutlookAnswer(string Home, HomeOutlook? Outlook, string? Problem);

/// <summary><c>GET /api/v1/fleet</c>: the fleet that the homes belong to.</summary>
/// <param name="At">When this was so.</param>
/// <param name="Fleet">Its name; null for none.</param>
/// <param name="Report">As <c>cosmovisorctl fleet status --json</c>; null where there is none, or etcd did not answer.</param>
/// <param name="Problem">Why etcd did not.</param>
internal sealed record FleetAnswer(DateTimeOffset At, string? Fleet, FleetReport? Report, string? Problem)
{
    [JsonPropertyOrder(-1)]
    public int Version { get; } = 1;
}

/// <summary>Writing of the answers without reflection. The encoder lets nothing through that a page or a terminal would obey.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTime), typeof(PresenceWord)])]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(OutlookAnswer))]
[JsonSerializable(typeof(UpgradesAnswer))]
[JsonSerializable(typeof(SettingsAnswer))]
[JsonSerializable(typeof(FleetAnswer))]
internal sealed partial class ApiJson : JsonSerializerContext;
