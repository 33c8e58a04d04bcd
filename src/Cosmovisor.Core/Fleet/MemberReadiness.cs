using System.Text.Json.Serialization;

namespace Cosmovisor.Fleet;

/// <summary>How far a member is with what its fleet asks for.</summary>
/// <param name="Subject">The id of a schedule entry or a rollout.</param>
/// <param name="Ready">Whether it could begin.</param>
/// <param name="Says">Why not; null when it could.</param>
internal sealed record MemberReadiness(string Subject, Readiness Ready, string? Says = null);

[JsonConverter(typeof(JsonStringEnumConverter<Readiness>))]
internal enum Readiness
{
    [JsonStringEnumMemberName("no")]
    No,

    [JsonStringEnumMemberName("yes")]
    Yes,

    /// <summary>This member's own rules forbid it; waiting does not help.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}
