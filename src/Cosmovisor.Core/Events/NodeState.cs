using System.Text.Json.Serialization;
using Cosmovisor.Upgrading;

namespace Cosmovisor.Events;

/// <summary>What is so now, as <c>state.json</c> has it (docs/schema/state.schema.json). A value, replaced whole at each change.</summary>
/// <param name="At">When it became so.</param>
/// <param name="Supervisor">We ourselves. Whether we live is told by the lock, not by this.</param>
/// <param name="Daemon">The node's process.</param>
/// <param name="Upgrade">What is being carried out; null for nothing.</param>
/// <param name="LastUpgrade">What was carried out last, in this run or an earlier one; null for nothing yet.</param>
/// <param name="WaitingFor">The next upgrade that is known of and not due.</param>
/// <param name="Trouble">What needs a human, in a sentence; null while nothing does.</param>
/// <param name="LogLost">How many lines of our log could not be written.</param>
internal sealed record NodeState(
    DateTimeOffset At, SupervisorState Supervisor, DaemonState Daemon, UpgradeState? Upgrade = null, LastUpgrade? LastUpgrade = null,
    PlanAhead? WaitingFor = null, string? Trouble = null, long LogLost = 0)
{
    /// <summary>The holds that the start of the daemon waits for; empty while it waits for none.</summary>
    public IReadOnlyList<HoldState> Held { get; init; } = [];

    public int Version { get; init; } = 1;
}

internal sealed record SupervisorState(int Pid, string Version, string Contract, DateTimeOffset Started);

/// <param name="Name">DAEMON_NAME.</param>
/// <param name="Version">The name of the version: an upgrade's, or <c>genesis</c>.</param>
/// <param name="State">starting, running, stopping, stopped (it will go on) or ended (it will not).</param>
/// <param name="Pid">Null while none runs.</param>
/// <param name="Started">When the life that runs, or ran last, began.</param>
/// <param name="Current">What <c>current</c> points to.</param>
/// <param name="Lives">How many have begun, since this file was first written.</param>
/// <param name="LastEnd">How the last one ended.</param>
internal sealed record DaemonState(
    string Name, string Version, string State, int? Pid, DateTimeOffset? Started, string Current, long Lives, LifeEnd? LastEnd)
{
    /// <summary>The node's home in its last run, where that is not DAEMON_HOME; null where it is.</summary>
    public string? Home { get; init; }

    /// <summary>Its data folder then; null for that of DAEMON_HOME.</summary>
    public string? Data { get; init; }
}

/// <param name="Code">As we pass it on: 128 + signal for one that was killed.</param>
/// <param name="Signal">Its name; null when it ended with a code.</param>
/// <param name="At">When.</param>
internal sealed record LifeEnd(int Code, string? Signal, DateTimeOffset At);

/// <param name="Name">The plan's.</param>
/// <param name="Height">The plan's.</param>
/// <param name="Step">The one that is being done, or was last.</param>
/// <param name="Began">When.</param>
/// <param name="Steps">Those begun so far.</param>
/// <param name="Progress">How far a long step is.</param>
internal sealed record UpgradeState(
    string Name, long Height, string? Step, DateTimeOffset Began, IReadOnlyList<StepState> Steps, StepProgress? Progress = null);

/// <param name="Step">Its name.</param>
/// <param name="Began">When.</param>
/// <param name="Took">In seconds; null while it runs.</param>
/// <param name="Result">running, done or failed.</param>
internal sealed record StepState(string Step, DateTimeOffset Began, double? Took, string Result);

internal sealed record StepProgress(long Bytes, long? Total, long? Files);

/// <param name="Name">The plan's.</param>
/// <param name="Height">The plan's.</param>
/// <param name="From">The version before.</param>
/// <param name="To">The version after; null where it did not come so far.</param>
/// <param name="Began">When.</param>
/// <param name="Downtime">From the end of the old version to the start of the new one, in seconds; null where that was not
/// measured.</param>
/// <param name="Result">done, failed, interrupted, taken-back or given-up.</param>
/// <param name="Confirmed">Whether the network agrees; null while that is not known.</param>
/// <param name="Signed">Whether a validator's own signature was seen: yes, no, not-validator or unknown.</param>
internal sealed record LastUpgrade(string Name, long Height, string From, string? To, DateTimeOffset Began, double? Downtime,
    string Result, bool? Confirmed = null, string Signed = "unknown")
{
    /// <summary>What <c>current</c> points to with it; null where it did not come so far.</summary>
    [JsonIgnore]
    public string? Version => Result switch { "done" => To, "taken-back" => From, _ => null };

    /// <summary>
    /// waiting, confirmed, unconfirmed (for too long; it is asked on) or cannot-be-confirmed; null where its version was never started.
    /// </summary>
    public string? Confirmation { get; init; }

    /// <summary>The last block whose result was this node's word alone; the application must pass it.</summary>
    public long? MustPass { get; init; }

    /// <summary>A command asked for it, no height.</summary>
    [JsonPropertyName("requested")]
    public bool IsRequested { get; init; }

    /// <summary>When its version was first started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the node was first seen to have carried it out.</summary>
    public DateTimeOffset? Applied { get; init; }

    /// <summary>When the first block after it was first seen.</summary>
    public DateTimeOffset? FirstBlock { get; init; }

    /// <summary>How long the node was down, from its halt to the first block, by its parts; null until that is known.</summary>
    public Downtime? Down { get; init; }

    /// <summary>What was last known to keep it from being confirmed.</summary>
    public string? Missing { get; init; }
}

internal sealed record PlanAhead(string Name, long Height);

/// <param name="Name">Its file's, without the ending.</param>
/// <param name="Who">Who wants it; empty where that is not said.</param>
/// <param name="Reason">Why; empty where that is not said.</param>
/// <param name="Until">It ends then in any case.</param>
internal sealed record HoldState(string Name, string Who, string Reason, DateTimeOffset Until);
