using System.Text.Json.Serialization;
using Cosmovisor.Events;
using Cosmovisor.Holds;
using Cosmovisor.LookAhead;

namespace Cosmovisor.Status;

/// <summary>How a home stands, from its files alone: also when the node, or we, are down.</summary>
/// <param name="Supervisor">The pid of what holds the home; null when nothing does.</param>
/// <param name="Daemon">The pid of the node; null when none is seen.</param>
/// <param name="Current">What <c>current</c> points to.</param>
/// <param name="Outlook">What the last look ahead found; null when there was none.</param>
/// <param name="Unfinished">An upgrade that was begun and is not over.</param>
/// <param name="Last">The last one that is.</param>
internal sealed record StatusReport(
    int? Supervisor, int? Daemon, string? Current, Outlook? Outlook, StatusUpgrade? Unfinished, StatusUpgrade? Last)
{
    public const string Ok = "ok";

    public int Version { get; init; } = 1;

    /// <summary>
    /// Whether a restart would take nothing away, in a word: ok through a migration of hours and while something needs a human, else
    /// stopped or ended.
    /// </summary>
    [JsonIgnore]
    public string Life => Supervisor is null ? "stopped" : State is { Daemon.State: "ended", Upgrade: null } ? "ended" : Ok;

    /// <summary>What the next start of the daemon waits for.</summary>
    public IReadOnlyList<Hold> Holds { get; init; } = [];

    /// <summary>0 running and nothing wrong, 1 needs a human, 2 not running.</summary>
    [JsonIgnore]
    public int ExitCode => Supervisor is null ? 2 : NeedsAHuman ? 1 : 0;

    private bool NeedsAHuman => Outlook?.Plans.Any(plan => plan.IsPrepared && plan.Ready == Readiness.No) == true
        || Unfinished is { Trouble: not null }
        || Last is { IsDone: false }
        || Trouble is not null
        || State?.LastUpgrade?.Confirmed == false;

    /// <summary>What the supervisor says is so now, or was when it ended: <c>state.json</c>; null when there is none.</summary>
    public NodeState? State { get; init; }

    /// <summary>What may be restored; null where that was not looked at.</summary>
    public StatusBackups? Backups { get; init; }

    /// <summary>What needs a human, in a sentence; null while nothing does.</summary>
    public string? Trouble => Supervisor is null ? null : State?.Trouble;
}

/// <summary>The backups of this home that are whole.</summary>
internal sealed record StatusBackups(int Count, string Newest);

/// <summary>Several homes.</summary>
internal sealed record StatusOfAll(IReadOnlyList<StatusOfHome> Homes)
{
    public int Version { get; init; } = 1;

    /// <summary>1 when one needs a human, else 2 when one is not running, or there is none.</summary>
    [JsonIgnore]
    public int ExitCode =>
        Homes.Any(home => home.Status.ExitCode == 1) ? 1 : Homes.Count == 0 || Homes.Any(home => home.Status.ExitCode != 0) ? 2 : 0;
}

/// <param name="Home">Its path.</param>
/// <param name="Status">As of one home.</param>
internal sealed record StatusOfHome(string Home, StatusReport Status);

/// <summary>An upgrade of this home.</summary>
/// <param name="Name">The plan's.</param>
/// <param name="Height">The plan's.</param>
/// <param name="State">How it ended, or the step it is at.</param>
/// <param name="At">When.</param>
/// <param name="Trouble">Why it went no further; null when it did.</param>
internal sealed record StatusUpgrade(string Name, long Height, string State, DateTimeOffset At, string? Trouble)
{
    [JsonIgnore]
    public bool IsDone { get; init; } = true;

    [JsonIgnore]
    public string Line => $"{ForeignText.Printable(Name)} at height {Height}: {ForeignText.Printable(State)}, {At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{(Trouble is { } trouble ? $": {ForeignText.Printable(trouble, 1000)}" : "")}";
}

/// <summary>Writing of a status without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(StatusOfAll))]
internal sealed partial class StatusJson : JsonSerializerContext;
