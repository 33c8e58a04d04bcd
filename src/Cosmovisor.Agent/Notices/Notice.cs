using System.Text.Json;
using System.Text.Json.Serialization;
using Cosmovisor.Logging;

namespace Cosmovisor.Agent.Notices;

/// <summary>What is to be reported outside of the machine.</summary>
internal sealed record Notice
{
    /// <summary>The same at each try, so that a receiver can tell that it had it before.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>As in events.jsonl; or <c>trouble-opened</c>, <c>trouble-resolved</c>, <c>notices-given-up</c>, <c>test</c>.</summary>
    public required string Event { get; init; }

    /// <summary>info, warning or error.</summary>
    public required string Level { get; init; }

    public required string Says { get; init; }

    public string? Plan { get; init; }

    public long? Height { get; init; }

    /// <summary>For what begins and ends; null for what happens once.</summary>
    public TroubleNews? Trouble { get; init; }

    /// <summary>The event as it was written; null for what stands in no file.</summary>
    public JsonElement? Line { get; init; }

    /// <summary>A level of a later version counts as an error: rather too loud than silent.</summary>
    [JsonIgnore]
    public LogLevel Grade =>
        Level switch { "debug" => LogLevel.Debug, "info" => LogLevel.Info, "warning" => LogLevel.Warning, _ => LogLevel.Error };
}

/// <param name="Key">The same when it is opened and when it is resolved, whichever agent says so.</param>
/// <param name="Kind">As a word.</param>
/// <param name="IsOpen">Whether it begins or ends.</param>
/// <param name="Since">When it began.</param>
internal sealed record TroubleNews(string Key, string Kind, bool IsOpen, DateTimeOffset Since);

/// <summary>Who says it.</summary>
/// <param name="Host">The machine's name.</param>
/// <param name="Home">DAEMON_HOME.</param>
/// <param name="ChainId">Null while it is not known.</param>
/// <param name="Moniker">Null for none.</param>
internal sealed record NoticeSender(string Host, string Home, string? ChainId, string? Moniker);
